/** Run-length coding: short texts for runs of equal letters and for ranges of numbers. */

/** Encodes `nnnu` as `3nu`. The text must have no digits: a digit would be read as a count. */
export const packLetters = (letters: string): string =>
  letters.replace(/(.)\1+/gs, (run, letter: string) => `${run.length}${letter}`);

/** Decodes the result of `packLetters`. */
export const unpackLetters = (packed: string): string =>
  packed.replace(/(\d+)(\D)/g, (_run, count: string, letter: string) => letter.repeat(Number(count)));

/** Encodes ascending numbers as `0-3,7`. */
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

/** Decodes the result of `packNumbers`. */
export function unpackNumbers(packed: string): number[] {
  if (packed === "") return [];
  return packed.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
