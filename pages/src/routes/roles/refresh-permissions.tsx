/** Makes the permissions those of the API's routes. It happens by itself after a deploy; this is for the impatient. */
import { ReloadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople, refreshPermissions } from "../../api/people.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { texts } from "./texts.ts";

export function RefreshPermissions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const refresh = useMutation({
    mutationFn: refreshPermissions,
    onSuccess: ({ added, removed, total }) => {
      void message.success(t("roles.refreshed", { added: added.length, removed: removed.length, total }));
      return refreshPeople(client);
    },
    onError: notifyFailure,
  });
  return (
    <MayButton
      route="POST /api/v1/permissions/refresh"
      icon={<ReloadOutlined />}
      loading={refresh.isPending}
      onClick={() => refresh.mutate()}
      data-testid="refresh-permissions"
    >
      {t("roles.refresh")}
    </MayButton>
  );
}
