/** Short texts for long lists: runs of equal letters, ranges of numbers. */

/** `nnnu` as `3nu`. Letters only: a digit would be read as a count. */
export const packLetters = (letters: string): string =>
  letters.replace(/(.)\1+/gs, (run, letter: string) => `${run.length}${letter}`);

/** Undoes `packLetters`. */
export const unpackLetters = (packed: string): string =>
  packed.replace(/(\d+)(\D)/g, (_run, count: string, letter: string) => letter.repeat(Number(count)));

/** Ascending numbers as `0-3,7`. */
export function packNumbers(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    const first = numbers[at] ?? 0;
    let last = first;
    while (numbers[++at] === last + 1) last++;
    ranges.push(first === last ? String(first) : `${first}-${last}`);
  }
  return ranges.join(",");
}

/** Undoes `packNumbers`. */
export function unpackNumbers(packed: string): number[] {
  if (packed === "") return [];
  return packed.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
