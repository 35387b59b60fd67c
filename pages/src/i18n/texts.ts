/**
 * The texts of the interface. Each language has one file of the texts that pages share (`en-us.ts`, `zh-cn.ts`), which
 * is loaded before the first render. A page's own texts are in its `texts.ts`, in both languages, and are loaded with
 * the page's chunk.
 */
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { texts as english } from "./en-us.ts";
import type { Language } from "./languages.ts";

/** The texts that pages share: the keys of the English file. */
export type SharedTexts = typeof english;

interface TextTree {
  [key: string]: string | TextTree;
}

/** A file of texts in both languages. */
export interface Texts<Tree> {
  en: Tree;
  zh: Tree;
}

/** `keywords.action.pause`: the paths to the texts of a tree. */
export type TextKey<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? Name : `${Name}.${TextKey<Tree[Name]>}`;
}[keyof Tree & string];

/** Gives a text in the current language; `values` fill its `{{slots}}`. */
export type Translate<Tree = unknown> = (
  key: TextKey<SharedTexts & Tree>,
  values?: Record<string, string | number>,
) => string;

const NAMESPACE = "app";
const LANGUAGE_OF = { en: "en-US", zh: "zh-CN" } as const satisfies Record<string, Language>;

// All texts are part of the program, so i18next is ready at once.
void i18next.use(initReactI18next).init({
  resources: {},
  ns: [NAMESPACE],
  defaultNS: NAMESPACE,
  // Scopes such as `keywords:write` are keys.
  nsSeparator: false,
  fallbackLng: false,
  interpolation: { escapeValue: false }, // React escapes
});

/** Adds texts of one language to those that are loaded. */
export const addTexts = (language: Language, texts: TextTree) =>
  i18next.addResourceBundle(language, NAMESPACE, texts, true, true);

/**
 * Loads a page's own texts. A text that one language lacks is a compile error.
 * @param name the page's name: all of its keys begin with it
 */
export function defineTexts<const Name extends string, Tree extends TextTree>(
  name: Name,
  { en, zh }: { en: Tree; zh: NoInfer<Tree> },
): Texts<{ [N in Name]: Tree }> {
  const texts = { en: { [name]: en }, zh: { [name]: zh } } as Texts<{ [N in Name]: Tree }>;
  addTexts(LANGUAGE_OF.en, texts.en);
  addTexts(LANGUAGE_OF.zh, texts.zh);
  return texts;
}

/** Is there a text of this name in a group? For names from the API: i18next gives a missing text's key back. */
export const hasText = <Group extends object>(group: Group, name: string): name is keyof Group & string =>
  Object.hasOwn(group, name);

interface Interface<Tree> {
  t: Translate<Tree>;
  language: string;
}

type Merged<Files> = Files extends [Texts<infer First>, ...infer Rest] ? First & Merged<Rest> : unknown;

/**
 * The texts for a component: the shared ones, and those of the given files.
 * @param _files are loaded by their import; here they only tell `t` which keys there are
 */
export function useTexts<Files extends Texts<unknown>[]>(..._files: Files): Interface<Merged<Files>> {
  const { t, i18n } = useTranslation();
  // i18next types its keys in one place for the whole program; here each file of texts brings its own.
  return { t: t as unknown as Translate<Merged<Files>>, language: i18n.language };
}
