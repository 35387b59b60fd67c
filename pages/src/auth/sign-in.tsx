/** Signing in: account and password, then the second factor where one is in use; or the way to a new password. */
import { LockOutlined, SafetyOutlined, UserOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { meQuery, signIn, verifyTwoFactor } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { AuthCard } from "./auth-card.tsx";
import { ForgotPassword } from "./forgot-password.tsx";
import { session } from "./session.ts";
import { SignInFailure } from "./sign-in-failure.tsx";

interface SignInProps {
  /** The API ended a session that was under way. */
  ended: boolean;
  /** The password that was accepted. */
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

/** The cookie is there: asks who it stands for, and with that opens the dashboard. */
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
      <Form<{ account: string; password: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={(typed) => send.mutate(typed)}
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
            autoCapitalize="none"
            spellCheck={false}
            maxLength={200}
            data-testid="account-input"
          />
        </Form.Item>
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
        <Button type="primary" htmlType="submit" block loading={send.isPending} data-testid="sign-in-submit">
          {t("auth.submit")}
        </Button>
      </Form>
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
      <Form<{ code: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }) => send.mutate(code.trim())}
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
        <Button type="primary" htmlType="submit" block loading={send.isPending} data-testid="code-submit">
          {t("auth.submit")}
        </Button>
      </Form>
      <Button type="link" onClick={onBack}>
        {t("auth.back")}
      </Button>
    </AuthCard>
  );
}
