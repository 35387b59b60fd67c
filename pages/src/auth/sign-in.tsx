/** The sign-in card: takes the admin token and keeps it once the API has accepted it. */
import { KeyOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Card, Flex, Form, Input, Typography } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiFailure } from "../api/failure.ts";
import { fetchPlatforms } from "../api/platforms.ts";
import { LanguageSwitch, ThemeSwitch } from "../app/toolbar.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { session, useSession } from "./session.ts";

export function SignIn() {
  const { t } = useTranslation();
  const { ended } = useSession();
  const check = useMutation({
    mutationFn: async (token: string) => {
      await fetchPlatforms({ token });
      return token;
    },
    onSuccess: (token) => session.signIn(token),
  });

  useEffect(() => {
    document.title = t("app.title", { page: t("auth.title") });
  }, [t]);

  const refused = check.error instanceof ApiFailure && check.error.code === "unauthorized";
  return (
    <main className="sign-in">
      <Card className="sign-in-card" data-testid="sign-in">
        <Flex vertical gap={20}>
          <Flex align="center" gap={8}>
            <div className="brand">
              <img src="/favicon.svg" alt="" />
              {t("app.name")}
            </div>
            <LanguageSwitch />
            <ThemeSwitch />
          </Flex>
          <div>
            <Typography.Title level={1} className="sign-in-title">
              {t("auth.title")}
            </Typography.Title>
            <Typography.Text type="secondary">{t("auth.intro")}</Typography.Text>
          </div>
          {ended && !check.error && <Alert type="warning" showIcon title={t("auth.ended")} />}
          {refused && (
            <Alert type="error" showIcon role="alert" title={t("auth.wrong")} data-testid="sign-in-refused" />
          )}
          {check.error && !refused && <ErrorPanel error={check.error} title={t("errors.action")} />}
          <Form<{ token: string }>
            layout="vertical"
            requiredMark={false}
            onFinish={({ token }) => check.mutate(token.trim())}
          >
            <Form.Item
              name="token"
              label={t("auth.token")}
              extra={t("auth.hint")}
              rules={[{ required: true, whitespace: true, message: t("auth.required") }]}
            >
              <Input.Password
                autoFocus
                prefix={<KeyOutlined aria-hidden />}
                autoComplete="current-password"
                data-testid="token-input"
              />
            </Form.Item>
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={check.isPending}
              data-testid="sign-in-submit"
            >
              {t("auth.submit")}
            </Button>
          </Form>
        </Flex>
      </Card>
    </main>
  );
}
