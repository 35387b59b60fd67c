/** Breaks a line of notes where it gets too long. SVG has no lines of its own. */

/** Widths in parts of the font's size: a Chinese letter fills it, a Latin one about half. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.55), 0);

const BETWEEN = " · ";

/** @param parts are kept whole @param width in letters of the font's size @returns the lines */
export function wrapText(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : `${last}${BETWEEN}${part}`;
    if (last !== undefined && widthOf(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}
