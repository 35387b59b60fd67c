/** Names an audited action, such as `keyword.create`, in the reader's language. */
import type { Translate } from "../../i18n/texts.ts";
import type { texts } from "./texts.ts";

type AuditTexts = typeof texts.en;
type Noun = keyof AuditTexts["audit-log"]["noun"];
type Verb = keyof AuditTexts["audit-log"]["verb"];

/** @param action as recorded; one with an unknown word is shown as it is */
export function actionText(action: string, t: Translate<AuditTexts>): string {
  const [noun = "", verb = ""] = action.split(".");
  const words = { noun: `audit-log.noun.${noun as Noun}`, verb: `audit-log.verb.${verb as Verb}` } as const;
  // A key without a text comes back as it is.
  const [what, done] = [t(words.noun), t(words.verb)];
  if (what === words.noun || done === words.verb) return action;
  return t("audit-log.actionOf", { noun: what, verb: done });
}
