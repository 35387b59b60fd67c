/** Asks for a mail with a link to set a new password. The answer does not tell whether the account exists. */
import { useMutation } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { forgotPassword } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { AuthCard } from "./auth-card.tsx";
import { AccountField, AuthForm } from "./auth-form.tsx";

export function ForgotPassword({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  const send = useMutation({ mutationFn: forgotPassword });
  return (
    <AuthCard title={t("auth.forgotTitle")} intro={t("auth.forgotIntro")} testId="forgot">
      {send.error && <ErrorPanel error={send.error} title={t("errors.action")} />}
      {send.isSuccess ? (
        <Alert type="success" showIcon role="status" title={t("auth.forgotSent")} data-testid="forgot-sent" />
      ) : (
        <AuthForm<{ account: string }>
          submit={{ label: t("auth.forgotSubmit"), testId: "forgot-submit", isPending: send.isPending }}
          onSubmit={({ account }) => send.mutate(account.trim())}
        >
          <AccountField testId="forgot-account" />
        </AuthForm>
      )}
      <Button type="link" onClick={onBack} data-testid="back-to-sign-in">
        {t("auth.back")}
      </Button>
    </AuthCard>
  );
}
