/**
 * Text from outside is hostile: the title of a posting may hold escape sequences that move the cursor, rename the window,
 * answer for the user or turn the direction of writing.
 */

/** Control characters of both ranges, marks of direction, separators of lines, and halves of characters. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\p{Cs}]/gu;
/** What JSON leaves as it is, although a terminal acts on it. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const asCode = (letter: string) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

/** @returns the text on one line, with each character that a terminal would act on shown as its code, for example \u001b */
export const plainText = (text: string): string => text.replace(/[\t\r\n]+/g, " ").replace(UNSAFE, asCode);

/** @returns one line of JSON that a terminal shows as it is, and that holds the same value */
export const plainJson = (value: unknown): string => JSON.stringify(value).replace(UNSAFE_IN_JSON, asCode);
