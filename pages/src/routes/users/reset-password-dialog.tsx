/** Resets a user's password, and two-factor authentication if the authenticator was lost. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Flex, Modal } from "antd";
import { useState } from "react";
import { refreshPeople } from "../../api/people.ts";
import type { User } from "../../api/types.ts";
import { setUserPassword } from "../../api/users.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import type { IssuedPassword } from "./issued-password.ts";
import { texts } from "./texts.ts";

interface ResetPasswordDialogProps {
  open: boolean;
  user: User;
  onClose: () => void;
  onIssued: (issued: IssuedPassword) => void;
}

export function ResetPasswordDialog({ open, user, onClose, onIssued }: ResetPasswordDialogProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [endApiKeys, setEndApiKeys] = useState(true);
  const [resetTwoFactor, setResetTwoFactor] = useState(false);
  const send = useMutation({
    mutationFn: ({ id }: User) =>
      setUserPassword(id, { end_api_keys: endApiKeys, reset_two_factor: resetTwoFactor }),
    onSuccess: ({ password }, { username }) => {
      onClose();
      onIssued({ username, password });
      void refreshPeople(client);
    },
  });
  return (
    <Modal
      open={open}
      title={t("users.newPasswordTitle", { name: user.username })}
      okText={t("users.newPassword")}
      okButtonProps={{ danger: true, loading: send.isPending, "data-testid": "confirm" }}
      onOk={() => send.mutate(user)}
      onCancel={onClose}
    >
      <Flex vertical gap={12}>
        {send.error && <ErrorPanel error={send.error} title={t("errors.action")} />}
        <span>{t("users.newPasswordHint")}</span>
        <Checkbox
          checked={endApiKeys}
          onChange={({ target }) => setEndApiKeys(target.checked)}
          data-testid="end-api-keys"
        >
          {t("users.endApiKeys")}
        </Checkbox>
        {user.two_factor_enabled && (
          <Checkbox checked={resetTwoFactor} onChange={({ target }) => setResetTwoFactor(target.checked)}>
            {t("users.resetTwoFactor")}
          </Checkbox>
        )}
      </Flex>
    </Modal>
  );
}
