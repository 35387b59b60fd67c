/**
 * Cities and districts of a filter over what is stored. 北京市 finds what is stored as 北京, and a name that nobody knows
 * is refused with the nearest ones: an empty answer would say that there are no postings.
 */
import { cityName, WHOLE_COUNTRY } from "../../shared/domain/city.ts";
import { officialDistricts } from "../../shared/domain/division-code.ts";
import type { CityDictionaries, CityDictionary } from "../../shared/platforms/cities.ts";
import type { JobQueries } from "../clickhouse/job-queries.ts";

/** They are asked for names that the official list does not have: those of a site, or texts as a posting has them. */
export interface PlaceSources {
  jobs: Pick<JobQueries, "storedCities" | "storedDistricts">;
  dictionaries: CityDictionaries;
}

/** Members of a filter that name places; a company has no district. */
export interface PlaceFilter {
  city?: string[] | undefined;
  district?: string[] | undefined;
}

/** Why a name is refused. */
export interface UnknownPlace {
  field: "city" | "district";
  reason: string;
}

type Read = { names: string[] | undefined } | { unknown: string };

/** @returns why a city is refused that no platform knows, with the names that may be meant */
export const unknownAnywhere = (cities: CityDictionary, city: string): string =>
  `is no city that is known or stored; nearest are ${cities.nearest(null, city).join(", ")}`;

/**
 * @param asked as a person wrote them
 * @returns their common names, undefined where one is the whole country; or why one of them is refused
 */
async function readCities(sources: PlaceSources, asked: readonly string[]): Promise<Read> {
  const named = asked.map((city) => cityName(city));
  if (named.includes(WHOLE_COUNTRY)) return { names: undefined };
  const others = asked.filter((_, index) => named[index] === null);
  if (others.length > 0) {
    const stored = new Set(await sources.jobs.storedCities(others));
    const unknown = others.find((name) => !stored.has(name));
    if (unknown !== undefined)
      return { unknown: unknownAnywhere(await sources.dictionaries.cities(), unknown) };
  }
  return { names: [...new Set(asked.map((city, index) => named[index] ?? city))] };
}

/**
 * A district is known by the official list, by what is stored, or by a site's dictionary, asked in this order: most names
 * cost no question.
 * @param asked as a person wrote them: 海淀 finds 海淀区, and what a site calls 海淀
 * @param cities the filter's, by their common names; a district must be in one of them. Undefined: in any city
 * @returns the names, or why one of them is refused
 */
async function readDistricts(
  sources: PlaceSources,
  asked: readonly string[],
  cities: readonly string[] | undefined,
): Promise<Read> {
  const official = asked.map((name) => officialDistricts(cities, name));
  const isWhole = (index: number) => official[index]?.includes(asked[index] ?? "") ?? false;
  const others = asked.filter((_, index) => !isWhole(index));
  const stored = new Set(others.length > 0 ? await sources.jobs.storedDistricts(others, cities) : []);
  const unsaid = asked.filter((name, index) => official[index]?.length === 0 && !stored.has(name));
  if (unsaid.length > 0) {
    const dictionary = await sources.dictionaries.cities();
    const listed = new Set(dictionary.districts(cities));
    const unknown = unsaid.find((name) => !listed.has(name));
    if (unknown !== undefined) return { unknown: unknownDistrict(dictionary, unknown, cities) };
  }
  const names = asked.flatMap((name, index) => [
    ...(official[index] ?? []),
    ...(stored.has(name) || official[index]?.length === 0 ? [name] : []),
  ]);
  return { names: [...new Set(names)] };
}

function unknownDistrict(
  dictionary: CityDictionary,
  name: string,
  cities: readonly string[] | undefined,
): string {
  const where = cities === undefined ? "" : ` of ${cities.slice(0, 3).join(", ")}`;
  const nearest = dictionary.nearestDistricts(cities, name);
  return `is no district${where} that is known or stored; nearest are ${nearest.join(", ")}`;
}

/**
 * @param filter as a person wrote it
 * @returns the filter with common names, without cities when it names the whole country; or what is refused and why
 */
export async function readPlaces<Filter extends PlaceFilter>(
  sources: PlaceSources,
  filter: Filter,
): Promise<{ filter: Filter } | { unknown: UnknownPlace }> {
  let read = filter;
  if (filter.city?.length) {
    const cities = await readCities(sources, filter.city);
    if ("unknown" in cities) return { unknown: { field: "city", reason: cities.unknown } };
    read = { ...read, city: cities.names };
  }
  if (filter.district?.length) {
    const within = read.city?.length ? read.city : undefined;
    const districts = await readDistricts(sources, filter.district, within);
    if ("unknown" in districts) return { unknown: { field: "district", reason: districts.unknown } };
    read = { ...read, district: districts.names };
  }
  return { filter: read };
}
