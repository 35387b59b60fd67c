/** Signing in: account and password, then a code if two-factor authentication is enabled; or a forgotten password. */
import { LockOutlined, SafetyOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { meQuery, signIn, verifyTwoFactor } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { AuthCard } from "./auth-card.tsx";
import { AccountField, AuthForm } from "./auth-form.tsx";
import { ForgotPassword } from "./forgot-password.tsx";
import { session } from "./session.ts";
import { SignInFailure } from "./sign-in-failure.tsx";

interface SignInProps {
  /** True when the API ended a running session. */
  ended: boolean;
  /** Gets the password that was accepted. */
  onPassword: (password: string) => void;
}

export function SignIn({ ended, onPassword }: SignInProps) {
  const [step, setStep] = useState<"password" | "code" | "forgot">("password");
  if (step === "forgot") return <ForgotPassword onBack={() => setStep("password")} />;
  if (step === "code") return <CodeStep onBack={() => setStep("password")} />;
  return (
    <PasswordStep
      ended={ended}
      onPassword={onPassword}
      onCode={() => setStep("code")}
      onForgot={() => setStep("forgot")}
    />
  );
}

/** Called once the session's cookie is set: fetches whose it is, which opens the dashboard. */
function useEnter() {
  const client = useQueryClient();
  return async () => {
    session.start();
    await client.fetchQuery({ ...meQuery, staleTime: 0 });
  };
}

interface PasswordStepProps extends SignInProps {
  onCode: () => void;
  onForgot: () => void;
}

function PasswordStep({ ended, onPassword, onCode, onForgot }: PasswordStepProps) {
  const { t } = useTexts();
  const enter = useEnter();
  const send = useMutation({
    mutationFn: async (typed: { account: string; password: string }) => {
      const { two_factor_required } = await signIn(typed);
      onPassword(typed.password);
      if (two_factor_required) onCode();
      else await enter();
    },
  });
  return (
    <AuthCard title={t("auth.title")} intro={t("auth.intro")} testId="sign-in">
      {ended && !send.error && (
        <Alert type="warning" showIcon title={t("auth.ended")} data-testid="session-ended" />
      )}
      {send.error && <SignInFailure error={send.error} wrong={t("auth.wrong")} />}
      <AuthForm<{ account: string; password: string }>
        submit={{ label: t("auth.submit"), testId: "sign-in-submit", isPending: send.isPending }}
        onSubmit={send.mutate}
      >
        <AccountField testId="account-input" />
        <Form.Item
          name="password"
          label={t("auth.password")}
          rules={[{ required: true, message: t("auth.passwordMissing") }]}
        >
          <Input.Password
            prefix={<LockOutlined aria-hidden />}
            autoComplete="current-password"
            data-testid="password-input"
          />
        </Form.Item>
      </AuthForm>
      <Button type="link" onClick={onForgot} data-testid="forgot-password">
        {t("auth.forgot")}
      </Button>
    </AuthCard>
  );
}

function CodeStep({ onBack }: { onBack: () => void }) {
  const { t } = useTexts();
  const enter = useEnter();
  const send = useMutation({
    mutationFn: async (code: string) => {
      await verifyTwoFactor(code);
      await enter();
    },
  });
  return (
    <AuthCard title={t("auth.codeTitle")} intro={t("auth.codeIntro")} testId="sign-in-code">
      {send.error && <SignInFailure error={send.error} wrong={t("auth.codeWrong")} />}
      <AuthForm<{ code: string }>
        submit={{ label: t("auth.submit"), testId: "code-submit", isPending: send.isPending }}
        onSubmit={({ code }) => send.mutate(code.trim())}
      >
        <Form.Item
          name="code"
          label={t("auth.code")}
          rules={[{ required: true, whitespace: true, message: t("auth.codeMissing") }]}
        >
          <Input
            autoFocus
            prefix={<SafetyOutlined aria-hidden />}
            autoComplete="one-time-code"
            maxLength={20}
            data-testid="code-input"
          />
        </Form.Item>
      </AuthForm>
      <Button type="link" onClick={onBack}>
        {t("auth.back")}
      </Button>
    </AuthCard>
  );
}
