/** Reads filters from the address. Unknown values are left out, so that an old or mistyped link still opens. */

/** Reads a text; the router parses values that look like numbers into numbers. */
export function readText(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim() || undefined;
}

export function readOneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((item) => item === value);
}

/** Is any filter set? */
export const isFiltered = (search: object): boolean =>
  Object.values(search).some((value) => value !== undefined);
