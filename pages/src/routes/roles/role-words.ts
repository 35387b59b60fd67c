/** Names of what the API knows by English words: built-in roles' descriptions and groups of permissions. */
import { hasText, type Translate } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

type RoleTexts = typeof texts.en;
const EN = texts.en.roles;

/** The description in the reader's language, as long as nobody has written another one. */
export function roleDescription(
  { name, description }: { name: string; description: string },
  t: Translate<RoleTexts>,
): string {
  const isOriginal = hasText(EN.builtIn, name) && description === EN.builtIn[name];
  return isOriginal ? t(`roles.builtIn.${name}`) : description;
}

/** @param noun first segment of the routes' paths */
export const nounText = (noun: string, t: Translate<RoleTexts>): string =>
  hasText(EN.noun, noun) ? t(`roles.noun.${noun}`) : noun;
