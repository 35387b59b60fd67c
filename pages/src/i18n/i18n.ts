/** i18next with one lazily loaded file per language; the same file brings antd's own texts. */
import type { Locale } from "antd/es/locale";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { readPreference, writePreference } from "../app/preferences.ts";
import { chooseLanguage, type Language } from "./languages.ts";
import type { Texts } from "./texts.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    nsSeparator: false;
    resources: { app: Texts };
  }
}

const files: Record<Language, () => Promise<{ texts: Texts; antd: Locale }>> = {
  "zh-CN": () => import("./zh-cn.ts"),
  "en-US": () => import("./en-us.ts"),
};
const antdLocales = new Map<string, Locale>();

/** antd's texts for a language that was loaded; undefined before. */
export const antdLocale = (language: string) => antdLocales.get(language);

/** Loads what the language needs, then switches; the choice is kept for the next visit. */
export async function applyLanguage(language: Language): Promise<void> {
  if (!antdLocales.has(language)) {
    const file = await files[language]();
    i18next.addResourceBundle(language, "app", file.texts);
    antdLocales.set(language, file.antd);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** A person's choice: switch, and remember it. */
export async function switchLanguage(language: Language): Promise<void> {
  await applyLanguage(language);
  writePreference("language", language);
}

/** Called once, before the first render. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    ns: ["app"],
    defaultNS: "app",
    // Scopes such as `keywords:write` are keys.
    nsSeparator: false,
    fallbackLng: false,
    interpolation: { escapeValue: false }, // React escapes
  });
  await applyLanguage(chooseLanguage(readPreference("language"), navigator.languages));
}
