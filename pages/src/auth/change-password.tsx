/** Changes the own password. The API says which field it does not like. */
import { useMutation } from "@tanstack/react-query";
import { Button, Flex, Form, Input } from "antd";
import { changePassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { showProblems } from "../ui/form-problems.ts";
import { NewPasswordFields, type NewPasswordValues } from "./new-password.tsx";

interface ChangePasswordProps {
  /** The present password, where it was typed a moment ago; else it is asked for. */
  typed?: string | null;
  onDone: () => void;
}

const FIELDS = ["current_password", "new_password"] as const;

export function ChangePassword({ typed = null, onDone }: ChangePasswordProps) {
  const { t } = useTexts();
  const [form] = Form.useForm<NewPasswordValues & { current_password: string }>();
  const send = useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next),
    onSuccess: () => {
      form.resetFields();
      onDone();
    },
    onError: (error) => showProblems(form, error, FIELDS),
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
