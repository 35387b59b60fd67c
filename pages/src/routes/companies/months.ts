/** The chart draws at most this many months. */
const MAX_MONTHS = 240;

/** @returns every month from the first to the last of some months, `YYYY-MM` */
export function monthsBetween(months: readonly string[]): string[] {
  const sorted = [...months].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const all: string[] = [];
  const date = new Date(`${first}-01T00:00:00Z`);
  for (let month = first; month <= last && all.length < MAX_MONTHS; ) {
    all.push(month);
    date.setUTCMonth(date.getUTCMonth() + 1);
    month = date.toISOString().slice(0, "YYYY-MM".length);
  }
  return all;
}
