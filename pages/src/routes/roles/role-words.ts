/** Names of what the API knows by English words: built-in roles' descriptions and groups of permissions. */
import type { Translate } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

type RoleTexts = typeof texts.en;
const EN = texts.en.roles;

const isBuiltIn = (name: string): name is keyof typeof EN.builtIn => Object.hasOwn(EN.builtIn, name);
const isNoun = (noun: string): noun is keyof typeof EN.noun => Object.hasOwn(EN.noun, noun);

/** The description in the reader's language, as long as nobody has written another one. */
export function roleDescription(
  { name, description }: { name: string; description: string },
  t: Translate<RoleTexts>,
): string {
  return isBuiltIn(name) && description === EN.builtIn[name] ? t(`roles.builtIn.${name}`) : description;
}

/** @param noun first segment of the routes' paths */
export const nounText = (noun: string, t: Translate<RoleTexts>): string =>
  isNoun(noun) ? t(`roles.noun.${noun}`) : noun;
