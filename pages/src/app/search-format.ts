/**
 * Writes search parameters to the address as plain text, and a list as a repeated parameter (`city=上海&city=北京`).
 * The API's query strings have the same form, so a filter can be copied from one to the other. The router's own form
 * writes JSON, which would take the quotes off a searched phrase.
 */
export type RawSearch = Record<string, string | string[]>;

/** @param address the part from `?` on, with or without it */
export function parseSearch(address: string): RawSearch {
  const query = new URLSearchParams(address);
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const [first = "", ...others] = query.getAll(name);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}

/** Leaves out what is undefined, and empty lists. @returns the query string with its `?`, empty without parameters */
export function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of [value ?? []].flat()) query.append(name, String(item));
  }
  const text = query.toString();
  return text && `?${text}`;
}
