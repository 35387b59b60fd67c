/** The form with which people change their own password. */
import { Button, Flex, Form } from "antd";
import { changePassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { useFormMutation } from "../ui/use-form-mutation.ts";
import { CurrentPasswordField, EndApiKeysField } from "./account-fields.tsx";
import { NewPasswordFields, type NewPasswordValues } from "./new-password.tsx";

interface ChangePasswordProps {
  /** The current password if it was typed just before; otherwise the form asks for it. */
  typed?: string | null;
  onDone: () => void;
}

export function ChangePassword({ typed = null, onDone }: ChangePasswordProps) {
  const { t } = useTexts();
  const [form] = Form.useForm<NewPasswordValues & { current_password: string; end_api_keys?: boolean }>();
  const send = useFormMutation({
    form,
    fields: ["current_password", "new_password"],
    mutationFn: ({ current, next, endKeys }: { current: string; next: string; endKeys: boolean }) =>
      changePassword(current, next, endKeys),
    onSuccess: () => {
      form.resetFields();
      onDone();
    },
  });
  return (
    <Flex vertical gap={16}>
      {send.error && <ErrorPanel error={send.error} title={t("errors.action")} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ current_password, new_password, end_api_keys = false }) =>
          send.mutate({ current: typed ?? current_password, next: new_password, endKeys: end_api_keys })
        }
        data-testid="password-form"
      >
        {typed === null && <CurrentPasswordField />}
        <NewPasswordFields />
        {typed === null && <EndApiKeysField />}
        <Button type="primary" htmlType="submit" loading={send.isPending} data-testid="password-submit">
          {t("auth.savePassword")}
        </Button>
      </Form>
    </Flex>
  );
}
