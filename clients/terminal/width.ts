/** Widths of texts in a terminal: a Chinese character takes two columns, a mark that follows its letter none. */

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

const widthOfLetter = (letter: string): number => {
  if (letter < "\u0300") return 1;
  if (NO_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
};

/** @returns columns that the text takes */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += widthOfLetter(letter);
  return width;
}

/** @returns the text with spaces behind it, or before it, up to so many columns */
export function padded(text: string, columns: number, side: "end" | "start" = "end"): string {
  const spaces = " ".repeat(Math.max(0, columns - widthOf(text)));
  return side === "end" ? text + spaces : spaces + text;
}

/** @returns the text cut to so many columns, with … in place of what is missing */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const letter of text) {
    width += widthOfLetter(letter);
    if (width > columns - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}
