/** Reports a deletion and offers to undo it for UNDO_S seconds. */
import { App, Button } from "antd";
import { useTexts } from "../i18n/texts.ts";

const UNDO_S = 12;

/** @returns a function that shows the offer; offers with the same `key` replace each other */
export function useUndoNotice(): (key: string, title: string, undo: () => void) => void {
  const { t } = useTexts();
  const { notification } = App.useApp();
  return (key, title, undo) =>
    notification.info({
      key,
      title,
      duration: UNDO_S,
      actions: (
        <Button
          type="primary"
          data-testid="undo"
          onClick={() => {
            notification.destroy(key);
            undo();
          }}
        >
          {t("app.undo")}
        </Button>
      ),
    });
}
