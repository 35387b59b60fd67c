/** Where the mailed link leads: a new password by a token that works once. */
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Form } from "antd";
import { resetPassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { showProblems } from "../ui/form-problems.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { AuthCard } from "./auth-card.tsx";
import { NewPasswordFields, type NewPasswordValues } from "./new-password.tsx";

const route = getRouteApi("/reset-password");

export function ResetPassword() {
  const { t } = useTexts();
  const { token } = route.useSearch();
  const [form] = Form.useForm<NewPasswordValues>();
  const send = useMutation({
    mutationFn: (next: string) => resetPassword(token ?? "", next),
    onError: (error) => showProblems(form, error, ["new_password"]),
  });
  const toSignIn = (
    <LinkButton color="primary" variant="solid" to="/" replace data-testid="to-sign-in">
      {t("auth.toSignIn")}
    </LinkButton>
  );
  return (
    <AuthCard title={t("auth.resetTitle")} intro={t("auth.resetIntro")} testId="reset-password">
      {token === undefined && (
        <>
          <Alert type="error" showIcon title={t("auth.noToken")} />
          {toSignIn}
        </>
      )}
      {send.error && <ErrorPanel error={send.error} title={t("errors.action")} />}
      {send.isSuccess && (
        <>
          <Alert type="success" showIcon role="status" title={t("auth.resetDone")} data-testid="reset-done" />
          {toSignIn}
        </>
      )}
      {token !== undefined && !send.isSuccess && (
        <Form<NewPasswordValues>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ new_password }) => send.mutate(new_password)}
        >
          <NewPasswordFields />
          <Button type="primary" htmlType="submit" block loading={send.isPending} data-testid="reset-submit">
            {t("auth.savePassword")}
          </Button>
        </Form>
      )}
    </AuthCard>
  );
}
