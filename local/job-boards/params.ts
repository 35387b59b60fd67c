/** Reads the parameters of a search by the site's own tables. */
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import type { FilterTable } from "../../shared/platforms/filter-table.ts";
import { filterCodes } from "./corpus/levels.ts";
import type { Posting } from "./corpus/posting.ts";
import type { Filing, Search } from "./posting-index.ts";

export interface SiteCodes {
  /** Codes by city name, including 全国. */
  cities: Readonly<Record<string, string>>;
  filters: readonly FilterTable[];
}

const COUNTRY = "全国";

/** @returns the code of a city given by name or code; null for the whole country, undefined for an unknown city */
export function cityCode({ cities }: SiteCodes, city: string): string | null | undefined {
  if (city === "" || city === COUNTRY || city === cities[COUNTRY]) return null;
  if (Object.hasOwn(cities, city)) return cities[city];
  return Object.values(cities).includes(city) ? city : undefined;
}

/**
 * Reads the search of a request; null when the site does not know a city or filter code. An empty parameter counts as
 * missing.
 * @param read returns the value of a parameter by its name, empty when it is missing
 */
export function readSearch(
  codes: SiteCodes,
  keyword: string,
  cityText: string,
  read: (param: string) => string,
): Search | null {
  const city = cityCode(codes, cityText);
  if (city === undefined) return null;
  const filters: SearchFilters = {};
  for (const { dimension, param, codes: known } of codes.filters) {
    const value = read(param);
    if (value === "") continue;
    if (!known.some(({ code }) => code === value)) return null;
    filters[dimension] = value;
  }
  return { keyword: keyword.trim(), city, filters };
}

export const fileBy =
  (codes: SiteCodes) =>
  (posting: Posting): Filing => ({
    city: codes.cities[posting.city] ?? null,
    codes: filterCodes(posting, codes.filters),
  });
