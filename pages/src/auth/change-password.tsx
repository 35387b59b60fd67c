/** The form with which people change their own password. */
import { Button, Flex, Form, Input } from "antd";
import { changePassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { useFormMutation } from "../ui/use-form-mutation.ts";
import { NewPasswordFields, type NewPasswordValues } from "./new-password.tsx";

interface ChangePasswordProps {
  /** The current password if it was typed just before; otherwise the form asks for it. */
  typed?: string | null;
  onDone: () => void;
}

export function ChangePassword({ typed = null, onDone }: ChangePasswordProps) {
  const { t } = useTexts();
  const [form] = Form.useForm<NewPasswordValues & { current_password: string }>();
  const send = useFormMutation({
    form,
    fields: ["current_password", "new_password"],
    mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next),
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
        onFinish={(values) =>
          send.mutate({ current: typed ?? values.current_password, next: values.new_password })
        }
        data-testid="password-form"
      >
        {typed === null && (
          <Form.Item
            name="current_password"
            label={t("auth.currentPassword")}
            rules={[{ required: true, message: t("auth.passwordMissing") }]}
          >
            <Input.Password autoComplete="current-password" data-testid="current-password" />
          </Form.Item>
        )}
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" loading={send.isPending} data-testid="password-submit">
          {t("auth.savePassword")}
        </Button>
      </Form>
    </Flex>
  );
}
