/** More months than this are not drawn one by one. */
const MAX_MONTHS = 240;

/** Every month from the first to the last of some months, `YYYY-MM`. */
export function monthsBetween(months: readonly string[]): string[] {
  const sorted = [...months].sort();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const all: string[] = [];
  let [year = 0, month = 0] = first.split("-").map(Number);
  for (let at = first; at <= last && all.length < MAX_MONTHS; ) {
    all.push(at);
    month++;
    if (month > 12) {
      year++;
      month = 1;
    }
    at = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  }
  return all;
}
