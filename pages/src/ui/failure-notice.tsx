/** Shows a failed action in the corner, with its request id, until it is closed. */
import { App } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { FailureDetails } from "./error-panel.tsx";

export function useFailureNotice(): (error: unknown) => void {
  const { notification } = App.useApp();
  const { t } = useTranslation();
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
