/**
 * All cities and districts of a board, from the official list: those that the program ships keep the site's real codes,
 * the others get codes in the site's form. 51job lists cities of county level beside the others, as the real site does.
 */
import { districtsOf, listCities, listDivisions } from "../../shared/domain/division-code.ts";

export interface DistrictCode {
  /** Code of its city. */
  city: string;
  code: string;
  name: string;
}

export interface CityTable {
  /** Codes by city name, including 全国. */
  cities: Readonly<Record<string, string>>;
  districts: readonly DistrictCode[];
}

export interface CodeForms {
  shipped: Readonly<Record<string, string>>;
  /** @param index of the city among those without a shipped code */
  cityCode(index: number): string;
  /** @param district its index in the city, and its official code */
  districtCode(city: string, district: { index: number; official: string | null }): string;
  hasCountyCities?: boolean;
}

export function cityTable({
  shipped,
  cityCode,
  districtCode,
  hasCountyCities = false,
}: CodeForms): CityTable {
  const cities: Record<string, string> = { ...shipped };
  const taken = new Set(Object.values(shipped));
  const listed = hasCountyCities
    ? listDivisions().filter(({ fullName }) => !/[县旗]$/.test(fullName))
    : listCities();
  let index = 0;
  for (const { name } of listed) {
    if (Object.hasOwn(cities, name)) continue;
    let code = cityCode(index++);
    while (taken.has(code)) code = cityCode(index++);
    taken.add(code);
    cities[name] = code;
  }
  const districts = Object.entries(cities).flatMap(([name, city]) =>
    districtsOf(name)
      .filter(({ name: district }) => !(hasCountyCities && /市$/.test(district)))
      .map((district, at) => ({
        city,
        code: districtCode(city, { index: at, official: district.code }),
        name: district.name,
      })),
  );
  return { cities, districts };
}

/** The provinces with their cities, in the order of the official list; 全国 and what has no province stand apart. */
export function byProvince({ cities }: CityTable): { province: string; names: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { name, province } of listDivisions())
    if (Object.hasOwn(cities, name)) groups.set(province, [...(groups.get(province) ?? []), name]);
  return [...groups].map(([province, names]) => ({ province, names }));
}
