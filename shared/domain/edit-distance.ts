/** Levenshtein's distance: how many letters are inserted, left out or exchanged between two texts. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [line, letter] of a.entries()) {
    const next = [line + 1];
    for (const [at, other] of b.entries())
      next.push(
        Math.min((row[at] ?? 0) + (letter === other ? 0 : 1), (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
