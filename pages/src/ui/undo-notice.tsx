/** Says that something was deleted, and offers for a while to bring it back. */
import { App, Button } from "antd";
import { useTexts } from "../i18n/texts.ts";

/** How long the offer stays, seconds. */
const UNDO_S = 12;

/** @returns shows the offer; `key` tells two of them apart */
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
