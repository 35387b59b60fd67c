/** Reads filters from the address. Unknown values are left out, so that an old or mistyped link still opens. */

/** Reads a text; a link of the program may give a number. The first value of a repeated parameter counts. */
export function readText(value: unknown): string | undefined {
  const [first] = [value].flat();
  if (typeof first !== "string" && typeof first !== "number") return undefined;
  return String(first).trim() || undefined;
}

/** Reads a switch: `true` or absent. */
export const readFlag = (value: unknown): true | undefined => value === true || value === "true" || undefined;

/** Reads a day, `YYYY-MM-DD`. */
export function readDay(value: unknown): string | undefined {
  const day = readText(value);
  if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`);
  // 30 February is read as 2 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? day : undefined;
}

/** Reads one of the known words; also for words from the API that a later version may have added to. */
export function readOneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((item) => item === value);
}

/** A link may make the page fetch at most this many pages at once. */
const MAX_PAGES = 20;

/** Reads how many pages of a list are loaded; undefined for the usual single one. */
export function readPages(value: unknown): number | undefined {
  const pages = Number(value);
  return Number.isInteger(pages) && pages > 1 ? Math.min(pages, MAX_PAGES) : undefined;
}

/** Is any filter set? */
export const isFiltered = (search: object): boolean =>
  Object.values(search).some((value) => value !== undefined);
