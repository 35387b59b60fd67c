/** Names an audited action, such as `keyword.create`, in the reader's language. */
import { hasText, type Translate } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

const WORDS = texts.en["audit-log"];

/** @param action as recorded; one with an unknown word is shown as it is */
export function actionText(action: string, t: Translate<typeof texts.en>): string {
  const [noun = "", verb = ""] = action.split(".");
  if (!hasText(WORDS.noun, noun) || !hasText(WORDS.verb, verb)) return action;
  return t("audit-log.actionOf", { noun: t(`audit-log.noun.${noun}`), verb: t(`audit-log.verb.${verb}`) });
}
