/** Disables, enables, deletes and restores users. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { refreshPeople } from "../../api/people.ts";
import type { User } from "../../api/types.ts";
import { deleteUser, restoreUser, updateUser } from "../../api/users.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useRemoval } from "../../ui/use-removal.ts";
import { texts } from "./texts.ts";

export function useUserActions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const removal = useRemoval<User>({
    nameOf: ({ username }) => username,
    remove: deleteUser,
    restore: restoreUser,
    hint: t("users.deleteHint"),
  });
  const toggle = useMutation({
    mutationFn: ({ user, disabled }: { user: User; disabled: boolean }) => updateUser(user.id, { disabled }),
    onSuccess: ({ username, disabled }) =>
      void message.success(t(disabled ? "users.disabled" : "users.enabled", { name: username })),
    onError: notifyFailure,
    onSettled: () => refreshPeople(client),
  });

  return {
    ...removal,
    setDisabled(user: User, disabled: boolean) {
      if (!disabled) return toggle.mutate({ user, disabled });
      confirm({
        title: t("users.disableTitle", { name: user.username }),
        content: t("users.disableHint"),
        okText: t("users.disable"),
        onOk: () => toggle.mutate({ user, disabled }),
      });
    },
  };
}
