/** Languages of the dashboard, and which of them a visitor gets. */
export const LANGUAGES = ["zh-CN", "en-US"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names in the languages themselves, so that everybody finds their own. */
export const LANGUAGE_NAMES: Record<Language, string> = { "zh-CN": "简体中文", "en-US": "English" };

/**
 * The stored choice if it is a known one, else the first of the browser's languages that we speak.
 * @param stored value of an earlier visit
 * @param wanted `navigator.languages`, best first
 */
export function chooseLanguage(stored: string | null, wanted: readonly string[]): Language {
  const known = LANGUAGES.find((language) => language === stored);
  if (known) return known;
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    const match = LANGUAGES.find((language) => language.toLowerCase().startsWith(`${base}-`));
    if (match) return match;
  }
  return "en-US";
}
