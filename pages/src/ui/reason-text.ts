/** Describes why a field is invalid, in the reader's language. */
import type { CodedReason } from "../../../shared/errors/reasons.ts";
import type { Translate } from "../i18n/texts.ts";

/** @param reason the API's English sentence, shown for a code without a text */
export const reasonText = (
  { code, params, reason }: CodedReason & { reason: string },
  t: Translate,
): string => (code === "other" ? reason : t(`reason.${code}`, params));
