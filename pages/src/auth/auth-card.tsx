/** The card of every screen before the dashboard: brand, language, theme, title, content. */
import { Card, Flex, Typography } from "antd";
import { type ReactNode, useEffect } from "react";
import { LanguageSwitch, ThemeSwitch } from "../app/toolbar.tsx";
import { useTexts } from "../i18n/texts.ts";

interface AuthCardProps {
  title: string;
  intro?: string;
  testId: string;
  children: ReactNode;
}

export function AuthCard({ title, intro, testId, children }: AuthCardProps) {
  const { t } = useTexts();
  useEffect(() => {
    document.title = t("app.title", { page: title });
  }, [t, title]);
  return (
    <main className="sign-in">
      <Card className="sign-in-card" data-testid={testId}>
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
              {title}
            </Typography.Title>
            {intro && <Typography.Text type="secondary">{intro}</Typography.Text>}
          </div>
          {children}
        </Flex>
      </Card>
    </main>
  );
}
