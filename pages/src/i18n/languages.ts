/** The languages of the dashboard, and the choice for a visitor. */
export const LANGUAGES = ["zh-CN", "en-US"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each name is in its own language, so that everybody can read theirs. */
export const LANGUAGE_NAMES: Record<Language, string> = { "zh-CN": "简体中文", "en-US": "English" };

/**
 * Returns the stored choice if it is a known language, otherwise the first supported one of the browser's languages.
 * @param stored choice of an earlier visit
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
