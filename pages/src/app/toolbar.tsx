/** The switches for language and theme, on the sign-in card and in the header. */
import { MoonOutlined, SunOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tooltip } from "antd";
import { switchLanguage } from "../i18n/i18n.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../i18n/languages.ts";
import { useTexts } from "../i18n/texts.ts";
import { useScheme } from "./theme.tsx";

export function LanguageSwitch() {
  const { t, language } = useTexts();
  const items = LANGUAGES.map((choice) => ({
    key: choice,
    label: (
      <span lang={choice} data-testid={`language-${choice}`}>
        {LANGUAGE_NAMES[choice]}
      </span>
    ),
    onClick: () => void switchLanguage(choice),
  }));
  return (
    <Dropdown menu={{ items, selectedKeys: [language] }} trigger={["click"]}>
      <Button
        type="text"
        icon={<TranslationOutlined />}
        aria-label={t("app.language")}
        data-testid="language-switch"
      />
    </Dropdown>
  );
}

export function ThemeSwitch() {
  const { t } = useTexts();
  const { scheme, toggle } = useScheme();
  const label = scheme === "dark" ? t("app.toLight") : t("app.toDark");
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        icon={scheme === "dark" ? <SunOutlined /> : <MoonOutlined />}
        aria-label={label}
        onClick={toggle}
        data-testid="theme-switch"
      />
    </Tooltip>
  );
}
