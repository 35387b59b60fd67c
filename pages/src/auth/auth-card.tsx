/** The card of every screen before the dashboard: brand, language, theme, title, content. */
import { Flex } from "antd";
import { type ReactNode, useEffect } from "react";
import { LanguageSwitch, ThemeSwitch } from "../app/toolbar.tsx";
import { useTexts } from "../i18n/texts.ts";
import { Panel } from "../ui/panel.tsx";

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
      <Panel className="sign-in-card" data-testid={testId}>
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
            <h1 className="sign-in-title">{title}</h1>
            {intro && <span className="muted">{intro}</span>}
          </div>
          {children}
        </Flex>
      </Panel>
    </main>
  );
}
