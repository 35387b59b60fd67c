/** Reads filters from the address. Unknown values are left out, so that an old or mistyped link still opens. */

/** Reads a text; the router parses values that look like numbers into numbers. */
export function readText(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim() || undefined;
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
