/** Shows a failed action in the corner, with its request id, until it is closed. */
import { App } from "antd";
import { useCallback } from "react";
import { useTexts } from "../i18n/texts.ts";
import { FailureDetails } from "./error-panel.tsx";

export function useFailureNotice(): (error: unknown) => void {
  const { notification } = App.useApp();
  const { t } = useTexts();
  return useCallback(
    (error) => {
      notification.error({
        title: t("errors.action"),
        description: <FailureDetails error={error} />,
        duration: 0,
        role: "alert",
      });
    },
    [notification, t],
  );
}
