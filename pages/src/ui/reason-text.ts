/** Describes why a field is invalid, in the reader's language. */
import type { CodedReason } from "../../../shared/errors/reasons.ts";
import type { Translate } from "../i18n/texts.ts";

/** @param reason the API's English sentence, shown for a code that this version of the dashboard has no text for */
export function reasonText({ code, params, reason }: CodedReason & { reason: string }, t: Translate): string {
  if (code === "other") return reason;
  const key = `reason.${code}` as const;
  const text = t(key, params);
  // i18next gives a missing text's key back.
  return text === key ? reason : text;
}
