/** Version 0 of a platform's dictionaries: what the program knows before anybody has loaded one. */
import type { DictionaryEntry, DictionaryKind } from "../../contracts/dictionary.ts";
import type { FilterTable } from "../filter-table.ts";

export function shippedDictionary(
  cityCodes: Readonly<Record<string, string>>,
  filters: readonly FilterTable[],
): Partial<Record<DictionaryKind, DictionaryEntry[]>> {
  return {
    city: Object.entries(cityCodes).map(([name, code]) => ({ code, name, parent: null })),
    ...Object.fromEntries(
      filters.map(({ dimension, codes }) => [
        dimension,
        codes.map(({ code, label }) => ({ code, name: label, parent: null })),
      ]),
    ),
  };
}
