/** Language and theme, on the sign-in card and in the header alike. */
import { MoonOutlined, SunOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { switchLanguage } from "../i18n/i18n.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../i18n/languages.ts";
import { useScheme } from "./theme.tsx";

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const items = LANGUAGES.map((language) => ({
    key: language,
    label: (
      <span lang={language} data-testid={`language-${language}`}>
        {LANGUAGE_NAMES[language]}
      </span>
    ),
    onClick: () => void switchLanguage(language),
  }));
  return (
    <Dropdown menu={{ items, selectedKeys: [i18n.language] }} trigger={["click"]}>
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
  const { t } = useTranslation();
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
