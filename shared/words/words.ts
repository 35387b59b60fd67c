/** The languages in which people read the words of the system. */
export const WORD_LANGUAGES = ["en", "zh"] as const;
export type WordLanguage = (typeof WORD_LANGUAGES)[number];

/** The same words in each language. */
export type Words<Tree> = Record<WordLanguage, Tree>;
