/** The switches for language and theme, on the sign-in card and in the header. */
import MoonOutlined from "@ant-design/icons-svg/es/asn/MoonOutlined";
import SunOutlined from "@ant-design/icons-svg/es/asn/SunOutlined";
import TranslationOutlined from "@ant-design/icons-svg/es/asn/TranslationOutlined";
import { switchLanguage } from "../i18n/i18n.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../i18n/languages.ts";
import { useTexts } from "../i18n/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { MenuAction, MenuButton } from "./menu-button.tsx";
import { useScheme } from "./scheme.ts";

export function LanguageSwitch() {
  const { t, language } = useTexts();
  return (
    <MenuButton
      label={t("app.language")}
      testId="language-switch"
      face={<Icon shape={TranslationOutlined} />}
    >
      {LANGUAGES.map((choice) => (
        <MenuAction key={choice} isCurrent={choice === language} onChoose={() => void switchLanguage(choice)}>
          <span lang={choice} data-testid={`language-${choice}`}>
            {LANGUAGE_NAMES[choice]}
          </span>
        </MenuAction>
      ))}
    </MenuButton>
  );
}

export function ThemeSwitch() {
  const { t } = useTexts();
  const { scheme, toggle } = useScheme();
  const label = scheme === "dark" ? t("app.toLight") : t("app.toDark");
  return (
    <button
      type="button"
      className="frame-button"
      aria-label={label}
      title={label}
      onClick={toggle}
      data-testid="theme-switch"
    >
      <Icon shape={scheme === "dark" ? SunOutlined : MoonOutlined} />
    </button>
  );
}
