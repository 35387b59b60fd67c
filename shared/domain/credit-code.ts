/**
 * Unified social credit codes (统一社会信用代码) by GB 32100-2015: 18 characters of digits and letters without I, O, S, V
 * and Z. Places 1 and 2 name the registry and the kind, 3 to 8 the administrative division, 9 to 17 the organisation;
 * place 18 is a check character.
 */

/** A character's value is its place here (GB 32100-2015, table 2). */
const CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
/** Signs that people write between groups of the code. */
const SEPARATORS = /[\s\u200b-\u200d\ufeff-]+/gu;
/** A longer text holds more than a code. */
const MAX_TEXT = 60;

/**
 * The check character of the first 17: (31 - sum of value times 3^place mod 31) mod 31, places from 0.
 * @param code at least 17 characters of the code
 */
export function creditCheckCharacter(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS[(31 - (sum % 31)) % 31] ?? "";
}

/**
 * Reads a credit code as a page shows it: in any case and width, with spaces or dashes between.
 * @returns the code in capitals; null for a text that is none, or whose check character is wrong
 */
export function parseCreditCode(text: string): string | null {
  if (text.length > MAX_TEXT) return null;
  const code = text.normalize("NFKC").replace(SEPARATORS, "").toUpperCase();
  return FORM.test(code) && creditCheckCharacter(code) === code[17] ? code : null;
}
