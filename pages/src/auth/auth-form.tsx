/** The forms before the dashboard: fields, and one button as wide as the card. */
import { UserOutlined } from "@ant-design/icons";
import { Button, Form, type FormInstance, Input } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts.ts";

interface AuthFormProps<Values> {
  form?: FormInstance<Values>;
  submit: { label: string; testId: string; isPending: boolean };
  onSubmit: (values: Values) => void;
  /** Form items. */
  children: ReactNode;
}

export function AuthForm<Values>({ form, submit, onSubmit, children }: AuthFormProps<Values>) {
  return (
    <Form<Values> form={form} layout="vertical" requiredMark={false} onFinish={onSubmit}>
      {children}
      <Button type="primary" htmlType="submit" block loading={submit.isPending} data-testid={submit.testId}>
        {submit.label}
      </Button>
    </Form>
  );
}

/** User name or e-mail address; the form's value is `account`. */
export function AccountField({ testId }: { testId: string }) {
  const { t } = useTexts();
  return (
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
        data-testid={testId}
      />
    </Form.Item>
  );
}
