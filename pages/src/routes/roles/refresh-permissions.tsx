/** Makes the permissions those of the API's routes. After a deploy it happens by itself; the button does it at once. */
import { ReloadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople } from "../../api/people.ts";
import { refreshPermissions } from "../../api/roles.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
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
    <PermissionButton
      route="POST /api/v1/permissions/refresh"
      icon={<ReloadOutlined />}
      loading={refresh.isPending}
      onClick={() => refresh.mutate()}
      data-testid="refresh-permissions"
    >
      {t("roles.refresh")}
    </PermissionButton>
  );
}
