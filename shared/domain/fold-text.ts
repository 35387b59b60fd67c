/**
 * Folds text for the search of contacts: whoever hides a number writes it in fullwidth, circled or other scripts' digits,
 * or with characters between that show nothing. Latin letters become small. What is found is masked in the text as it was written.
 */
interface FoldedText {
  folded: string;
  /** Index of the written text for each index of the folded one, and its length at the end; null when they are the same. */
  indexes: readonly number[] | null;
}

const FULLWIDTH = /[！-～\u3000]/gu;
const FULLWIDTH_OFFSET = 0xfee0;
/** Text that folds to itself once its fullwidth forms are ASCII. */
const PLAIN = /^[\t\x20-\x7e\n\r\p{Script=Han}，。、；：！？（）“”《》【】]*$/u;
/** Characters that show nothing, and marks on the character before, such as a keycap. */
const SHOWS_NOTHING = /[\p{Default_Ignorable_Code_Point}\p{M}]/u;
const DIGIT = /^\p{Nd}$/u;
/** Only ASCII: other letters may change their length. */
const small = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const isDigit = (code: number) => DIGIT.test(String.fromCodePoint(code));

/** Digits of a script stand in a row of ten, with zero first (Unicode Standard, section 4.6). */
function asciiDigit(code: number): string {
  let first = code;
  while (first > 0 && isDigit(first - 1)) first--;
  return String((code - first) % 10);
}

function foldCharacter(character: string): string {
  if (SHOWS_NOTHING.test(character)) return "";
  let folded = "";
  for (const one of character.normalize("NFKC")) {
    if (SHOWS_NOTHING.test(one)) continue;
    folded += DIGIT.test(one) ? asciiDigit(one.codePointAt(0) ?? 0) : one;
  }
  return folded;
}

export function foldText(text: string): FoldedText {
  const narrow = text.replace(FULLWIDTH, (character) =>
    character === "\u3000" ? " " : String.fromCharCode(character.charCodeAt(0) - FULLWIDTH_OFFSET),
  );
  if (PLAIN.test(narrow)) return { folded: small(narrow), indexes: null };
  let folded = "";
  const indexes: number[] = [];
  let at = 0;
  for (const character of narrow) {
    const plain = character < "\u007f" ? character : foldCharacter(character);
    folded += plain;
    for (let unit = 0; unit < plain.length; unit++) indexes.push(at);
    at += character.length;
  }
  indexes.push(at);
  return { folded: small(folded), indexes };
}

/** Characters that are read as digits: numerals, and the names of digits on the telephone. */
const NUMERALS = [
  "零〇○◯",
  "一壹弌幺",
  "二贰貳两",
  "三叁參叄",
  "四肆",
  "五伍",
  "六陆陸",
  "七柒",
  "八捌",
  "九玖",
];
const DIGIT_OF: ReadonlyMap<string, string> = new Map(
  NUMERALS.flatMap((all, digit) => [...all].map((one) => [one, String(digit)] as const)),
);
/** Letters that look like digits are read as such only beside a digit: `oil 1234 5678` is no landline number. */
const NUMERAL = new RegExp(`[${NUMERALS.join("")}]|(?<=[0-9])[oli]|[oli](?=[0-9])`, "gu");

/** @returns the text, as long as before, with a digit in place of each character that is read as one */
export const withDigits = (folded: string): string =>
  folded.replace(NUMERAL, (one) => DIGIT_OF.get(one) ?? (one === "o" ? "0" : "1"));
