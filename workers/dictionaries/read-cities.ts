/**
 * Cities of a filter over what is stored. 北京市 finds what is stored as 北京, and a name that nobody knows is refused
 * with the nearest ones: an empty answer would say that there are no postings.
 */
import { cityName, WHOLE_COUNTRY } from "../../shared/domain/city.ts";
import type { CityDictionaries, CityDictionary } from "../../shared/platforms/cities.ts";
import type { JobQueries } from "../clickhouse/job-queries.ts";

/** They are asked for names that the official list does not have: those of a site, or texts as a posting has them. */
export interface CitySources {
  jobs: Pick<JobQueries, "storedCities">;
  dictionaries: CityDictionaries;
}

/** @returns why a city is refused that no platform knows, with the names that may be meant */
export const unknownAnywhere = (cities: CityDictionary, city: string): string =>
  `is no city that is known or stored; nearest are ${cities.nearest(null, city).join(", ")}`;

/**
 * @param asked as a person wrote them
 * @returns their common names, undefined where one is the whole country; or why one of them is refused
 */
export async function readCities(
  sources: CitySources,
  asked: readonly string[],
): Promise<{ names: string[] | undefined } | { unknown: string }> {
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
