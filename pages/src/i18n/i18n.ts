/** The language of the interface: choosing it, and loading its file with the shared texts. */
import i18next from "i18next";
import { readPreference, writePreference } from "../app/preferences.ts";
import { chooseLanguage, type Language } from "./languages.ts";
import { addTexts, type SharedTexts } from "./texts.ts";

const files: Record<Language, () => Promise<{ texts: Omit<SharedTexts, "reason"> }>> = {
  "zh-CN": () => import("./zh-cn.ts"),
  "en-US": () => import("./en-us.ts"),
};
const loaded = new Set<Language>();

/** No field is refused before the first render, so that does not wait for them; until then the API's sentence is shown. */
const addReasons = () =>
  import("./reasons-zh.ts").then(
    ({ texts }) => addTexts("zh-CN", texts),
    () => undefined,
  );

/** Loads the language's file, then switches. */
async function applyLanguage(language: Language): Promise<void> {
  if (!loaded.has(language)) {
    addTexts(language, (await files[language]()).texts);
    loaded.add(language);
    if (language === "zh-CN") void addReasons();
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
