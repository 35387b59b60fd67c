/** Two-factor authentication: set up with the password and a first code, disabled with the password. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Flex, Form, Input, QRCode, Tag } from "antd";
import { useState } from "react";
import { beginTwoFactor, confirmTwoFactor, endTwoFactor, meQuery } from "../../api/account.ts";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { CopyLine } from "../../ui/secret-dialog.tsx";
import { useCopy } from "../../ui/use-copy.ts";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

export function TwoFactor() {
  const { t } = useTexts(texts);
  const { user } = useMe();
  const isEnabled = user.two_factor_enabled;
  return (
    <Panel
      title={t("account.twoFactor")}
      extra={
        <Tag
          color={isEnabled ? "success" : "default"}
          data-testid="two-factor-state"
          data-state={isEnabled ? "on" : "off"}
        >
          <span className="tag-text">{t(isEnabled ? "account.on" : "account.off")}</span>
        </Tag>
      }
    >
      <p className="muted">{t("account.twoFactorHint")}</p>
      {isEnabled ? <EndTwoFactor /> : <BeginTwoFactor />}
    </Panel>
  );
}

interface PasswordFormProps {
  submit: string;
  danger?: boolean;
  send: (password: string) => Promise<unknown>;
}

/** Each change asks for the password again, so that an unattended screen is not enough. */
function PasswordForm({ submit, danger, send }: PasswordFormProps) {
  const { t } = useTexts(texts);
  const [form] = Form.useForm<{ password: string }>();
  const mutation = useFormMutation({ form, fields: ["password"], mutationFn: send });
  return (
    <>
      {mutation.error && <ErrorPanel error={mutation.error} title={t("errors.action")} />}
      <Form<{ password: string }>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ password }) => mutation.mutate(password)}
      >
        <Form.Item
          name="password"
          label={t("auth.password")}
          rules={[{ required: true, message: t("auth.passwordMissing") }]}
        >
          <Input.Password autoComplete="current-password" data-testid="two-factor-password" />
        </Form.Item>
        <Button
          type={danger ? "default" : "primary"}
          danger={danger}
          htmlType="submit"
          loading={mutation.isPending}
          data-testid="two-factor-submit"
        >
          {submit}
        </Button>
      </Form>
    </>
  );
}

function EndTwoFactor() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  return (
    <PasswordForm
      submit={t("account.endTwoFactor")}
      danger
      send={async (password) => {
        await endTwoFactor(password);
        await client.refetchQueries({ queryKey: meQuery.queryKey });
        void message.success(t("account.twoFactorEnded"));
      }}
    />
  );
}

function BeginTwoFactor() {
  const { t } = useTexts(texts);
  const [setup, setSetup] = useState<{ uri: string; backup_codes: string[] } | null>(null);
  if (setup) return <ConfirmTwoFactor uri={setup.uri} backupCodes={setup.backup_codes} />;
  return (
    <PasswordForm
      submit={t("account.beginTwoFactor")}
      send={async (password) => setSetup(await beginTwoFactor(password))}
    />
  );
}

function ConfirmTwoFactor({ uri, backupCodes }: { uri: string; backupCodes: string[] }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ code: string }>();
  const confirm = useFormMutation({
    form,
    fields: ["code"],
    mutationFn: async (code: string) => {
      await confirmTwoFactor(code);
      await client.refetchQueries({ queryKey: meQuery.queryKey });
    },
    onSuccess: () => void message.success(t("account.twoFactorOn")),
  });
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return (
    <Flex vertical gap={12} data-testid="two-factor-setup">
      <span>{t("account.scan")}</span>
      {/* Cameras need a white background, in the dark theme too. */}
      <QRCode value={uri} size={184} color="#000000" bgColor="#ffffff" aria-label={t("account.qrCode")} />
      <span className="small muted">{t("account.byHand")}</span>
      <CopyLine text={secret} label={t("account.secret")} testId="totp-secret" />
      <Alert
        type="warning"
        title={t("account.backupCodes")}
        description={<BackupCodes codes={backupCodes} />}
      />
      {confirm.error && <ErrorPanel error={confirm.error} title={t("errors.action")} />}
      <Form<{ code: string }>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ code }) => confirm.mutate(code.trim())}
      >
        <Form.Item
          name="code"
          label={t("auth.code")}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t("account.sixDigits") }]}
        >
          <Input
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={6}
            data-testid="two-factor-code"
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.isPending} data-testid="two-factor-confirm">
          {t("account.confirmTwoFactor")}
        </Button>
      </Form>
    </Flex>
  );
}

/** Each code keeps its line; they can be copied or saved as a file. */
function BackupCodes({ codes }: { codes: string[] }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const copy = useCopy();
  const lines = codes.join("\n");
  const copyAll = async () => {
    if (await copy(lines)) void message.success(t("errors.copied"));
  };
  return (
    <Flex vertical gap={8}>
      <ul className="backup-codes" data-testid="backup-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Flex gap={8}>
        <Button size="small" onClick={() => void copyAll()}>
          {t("app.copy")}
        </Button>
        <Button
          size="small"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${lines}\n`)}`}
          download="jobdata-backup-codes.txt"
        >
          {t("account.downloadCodes")}
        </Button>
      </Flex>
    </Flex>
  );
}
