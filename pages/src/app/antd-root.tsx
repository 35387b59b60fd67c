/**
 * Gives antd's components what they need round them: theme, texts, and the place for dialogs and notices. The frame uses
 * no antd, so it is on screen before antd arrives.
 */
import { App as AntdApp, ConfigProvider } from "antd";
import english from "antd/locale/en_US";
import chinese from "antd/locale/zh_CN";
import { type ReactNode, useMemo } from "react";
import { useTexts } from "../i18n/texts.ts";
import { themeOf } from "./antd-theme.ts";
import { useScheme } from "./scheme.ts";

export function AntdRoot({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  const { scheme } = useScheme();
  const theme = useMemo(
    () => themeOf(scheme, !matchMedia("(prefers-reduced-motion: reduce)").matches),
    [scheme],
  );
  return (
    <ConfigProvider
      theme={theme}
      locale={language === "zh-CN" ? chinese : english}
      button={{ autoInsertSpace: false }}
    >
      <AntdApp className="jobdata" notification={{ placement: "bottomRight" }}>
        {children}
      </AntdApp>
    </ConfigProvider>
  );
}
