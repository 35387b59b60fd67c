/** Copies text, and tells the person when the browser forbids it. */
import { App } from "antd";
import { useTexts } from "../i18n/texts.ts";

/** @returns copies a text; the answer is whether it was copied */
export function useCopy(): (text: string) => Promise<boolean> {
  const { t } = useTexts();
  const { message } = App.useApp();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without HTTPS or permission there is no clipboard; the person can select the text.
      void message.warning(t("app.copyByHand"));
      return false;
    }
  };
}
