import type { CityPlace } from "../contracts/dictionary.ts";
import type { SearchFilters } from "../contracts/platform.ts";
import { cityName } from "../domain/city.ts";
import { ApiError } from "../errors/codes.ts";

/** @returns the code of a city in a platform's table, for any spelling that `cityName` reads (北京市 = 北京); null when unknown */
export function findCityCode(codes: Readonly<Record<string, string>>, city: string): string | null {
  const name = cityName(city);
  return name !== null && Object.hasOwn(codes, name) ? (codes[name] ?? null) : null;
}

/**
 * The code under which a site searches the query's city: that of a part of the whole country, else that of the active
 * dictionary, else the shipped one.
 * @throws ApiError validation_failed, naming the field `city`
 */
export function requireCityCode(
  codes: Readonly<Record<string, string>>,
  { city, place, filters }: { city: string; place?: CityPlace | null; filters?: SearchFilters },
): string {
  const code = (filters?.city || place?.code) ?? findCityCode(codes, city);
  if (code !== null) return code;
  throw new ApiError("validation_failed", `city is not known to this platform: ${city}`, [
    { field: "city", reason: `not known to this platform: ${city}` },
  ]);
}
