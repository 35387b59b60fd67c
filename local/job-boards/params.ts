/** Reads the parameters of a search by the site's own tables. */
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import type { FilterTable } from "../../shared/platforms/filter-table.ts";
import { filterCodes } from "./corpus/levels.ts";
import type { Posting } from "./corpus/posting.ts";
import type { Filing, Search } from "./posting-index.ts";
import type { CityTable } from "./site-codes.ts";

export interface SiteCodes extends CityTable {
  filters: readonly FilterTable[];
  /** Parameter of a district; null where its code takes the place of the city's. */
  districtParam: string | null;
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
  const filters: SearchFilters = {};
  const place = codes.districtParam === null ? cityText : read(codes.districtParam);
  const district = place === "" ? undefined : codes.districts.find(({ code }) => code === place);
  const city = cityCode(codes, codes.districtParam === null ? (district?.city ?? cityText) : cityText);
  if (city === undefined || (codes.districtParam !== null && place !== "" && !district)) return null;
  // A district of another city finds nothing, as on the site.
  if (district) filters.district = district.code;
  for (const { dimension, param, codes: known } of codes.filters) {
    const value = read(param);
    if (value === "") continue;
    if (!known.some(({ code }) => code === value)) return null;
    filters[dimension] = value;
  }
  return { keyword: keyword.trim(), city, filters };
}

export function fileBy(codes: SiteCodes): (posting: Posting) => Filing {
  const districts = new Map(codes.districts.map(({ city, name, code }) => [`${city} ${name}`, code]));
  return (posting) => {
    const city = codes.cities[posting.city] ?? null;
    const district = districts.get(`${city} ${posting.district}`);
    return {
      city,
      // A posting that names no district is in none: a search of all districts does not show it.
      codes: { ...filterCodes(posting, codes.filters), ...(district !== undefined && { district }) },
    };
  };
}
