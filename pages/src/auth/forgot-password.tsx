/** Asks for a mail with a link to set a new password. The answer does not tell whether the account exists. */
import { UserOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { forgotPassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { AuthCard } from "./auth-card.tsx";

export function ForgotPassword({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  const send = useMutation({ mutationFn: forgotPassword });
  return (
    <AuthCard title={t("auth.forgotTitle")} intro={t("auth.forgotIntro")} testId="forgot">
      {send.error && <ErrorPanel error={send.error} title={t("errors.action")} />}
      {send.isSuccess ? (
        <Alert type="success" showIcon role="status" title={t("auth.forgotSent")} data-testid="forgot-sent" />
      ) : (
        <Form<{ account: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ account }) => send.mutate(account.trim())}
        >
          <Form.Item
            name="account"
            label={t("auth.account")}
            rules={[{ required: true, whitespace: true, message: t("auth.accountMissing") }]}
          >
            <Input
              autoFocus
              prefix={<UserOutlined aria-hidden />}
              autoComplete="username"
              maxLength={200}
              data-testid="forgot-account"
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={send.isPending} data-testid="forgot-submit">
            {t("auth.forgotSubmit")}
          </Button>
        </Form>
      )}
      <Button type="link" onClick={onBack} data-testid="back-to-sign-in">
        {t("auth.back")}
      </Button>
    </AuthCard>
  );
}
