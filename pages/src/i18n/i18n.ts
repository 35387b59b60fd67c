/** The language of the interface: choosing it, and loading its file with the shared texts and antd's own. */
import type { Locale } from "antd/es/locale";
import i18next from "i18next";
import { readPreference, writePreference } from "../app/preferences.ts";
import { chooseLanguage, type Language } from "./languages.ts";
import { addTexts, type SharedTexts } from "./texts.ts";

const files: Record<Language, () => Promise<{ texts: SharedTexts; antd: Locale }>> = {
  "zh-CN": () => import("./zh-cn.ts"),
  "en-US": () => import("./en-us.ts"),
};
const antdLocales = new Map<string, Locale>();

/** antd's texts for a language; undefined until the language is loaded. */
export const antdLocale = (language: string) => antdLocales.get(language);

/** Loads the language's file, then switches. */
async function applyLanguage(language: Language): Promise<void> {
  if (!antdLocales.has(language)) {
    const file = await files[language]();
    addTexts(language, file.texts);
    antdLocales.set(language, file.antd);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Switches to the language that a person chose, and keeps the choice for the next visit. */
export async function switchLanguage(language: Language): Promise<void> {
  await applyLanguage(language);
  writePreference("language", language);
}

/** Called once, before the first render. */
export const startI18n = (): Promise<void> =>
  applyLanguage(chooseLanguage(readPreference("language"), navigator.languages));
