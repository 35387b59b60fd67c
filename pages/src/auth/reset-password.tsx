/** The screen that the link in a reset mail opens: sets a new password with a token that works once. */
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Form } from "antd";
import { useState } from "react";
import { resetPassword } from "../api/account.ts";
import { LazyAntdRoot } from "../app/lazy-antd-root.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { useFormMutation } from "../ui/use-form-mutation.ts";
import { EndApiKeysField } from "./account-fields.tsx";
import { AuthCard } from "./auth-card.tsx";
import { AuthForm } from "./auth-form.tsx";
import { ForgotPassword } from "./forgot-password.tsx";
import { NewPasswordFields, type NewPasswordValues } from "./new-password.tsx";

const route = getRouteApi("/reset-password");

type Values = NewPasswordValues & { end_api_keys?: boolean };

export const ResetPassword = () => (
  <LazyAntdRoot>
    <ResetScreen />
  </LazyAntdRoot>
);

function ResetScreen() {
  const { t } = useTexts();
  const { token } = route.useSearch();
  const [form] = Form.useForm<Values>();
  const [isAsking, setAsking] = useState(false);
  const send = useFormMutation({
    form,
    fields: ["new_password"],
    mutationFn: ({ new_password, end_api_keys = false }: Values) =>
      resetPassword(token ?? "", new_password, end_api_keys),
  });
  const toSignIn = (
    <LinkButton color="primary" variant="solid" to="/" replace data-testid="to-sign-in">
      {t("auth.toSignIn")}
    </LinkButton>
  );
  const askAgain = (
    <Button onClick={() => setAsking(true)} data-testid="new-link">
      {t("auth.newLink")}
    </Button>
  );
  if (isAsking) return <ForgotPassword onBack={() => setAsking(false)} />;
  return (
    <AuthCard title={t("auth.resetTitle")} intro={t("auth.resetIntro")} testId="reset-password">
      {token === undefined && (
        <>
          <Alert type="error" showIcon title={t("auth.noToken")} />
          {askAgain}
          {toSignIn}
        </>
      )}
      {send.error && (
        <>
          <ErrorPanel error={send.error} title={t("errors.action")} />
          {askAgain}
        </>
      )}
      {send.isSuccess && (
        <>
          <Alert type="success" showIcon role="status" title={t("auth.resetDone")} data-testid="reset-done" />
          {toSignIn}
        </>
      )}
      {token !== undefined && !send.isSuccess && (
        <AuthForm<Values>
          form={form}
          submit={{ label: t("auth.savePassword"), testId: "reset-submit", isPending: send.isPending }}
          onSubmit={send.mutate}
        >
          <NewPasswordFields />
          <EndApiKeysField />
        </AuthForm>
      )}
    </AuthCard>
  );
}
