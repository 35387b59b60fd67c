/** The cities that platforms know, under the names that keywords use, with the codes of the active dictionaries. */
import type { CityPlace, DictionaryEntry, FilterCodes } from "../contracts/dictionary.ts";
import type { Platform } from "../contracts/platform.ts";
import { PLATFORMS } from "../contracts/vocabulary.ts";
import { cityName, WHOLE_COUNTRY } from "../domain/city.ts";
import { provinceNamed } from "../domain/city-names.ts";
import {
  cityOfCounty,
  type Division,
  districtsOf,
  divisionOfCity,
  listCities,
} from "../domain/division-code.ts";
import { nearestNames } from "../domain/nearest-names.ts";

export interface KnownCity {
  /** Common name; the site's own where the official list does not have the place. */
  city: string;
  code: string;
  /** The site's own spelling. */
  siteName: string;
  /** Official code (GB/T 2260); null without one. */
  divisionCode: string | null;
}

/** Cities of one platform. */
export interface PlatformCities {
  list(): KnownCity[];
  /** @returns the city in any spelling (北京市, 北京); null when the platform does not know it */
  find(city: string): KnownCity | null;
  place(city: string): CityPlace | null;
}

export interface CityDictionary {
  /** Null when the platform does not know the city. */
  code(platform: Platform, city: string): string | null;
  /** The name under which a keyword keeps the city; null when the platform does not know it. */
  name(platform: Platform, city: string): string | null;
  place(platform: Platform, city: string): CityPlace | null;
  list(platform: Platform): KnownCity[];
  /** @returns the three nearest names that the platform knows; without a platform, those that any of them knows */
  nearest(platform: Platform | null, city: string): string[];
  /** Names of the districts that any platform lists. @param cities common names; undefined: of every city */
  districts(cities: readonly string[] | undefined): string[];
  /**
   * @param cities common names whose districts may be meant; undefined: those of every city
   * @returns the three nearest names, official and of platforms; of every city where the named ones have none
   */
  nearestDistricts(cities: readonly string[] | undefined, district: string): string[];
}

/** Reads the active versions; a handler reads them once for all its cities. */
export interface CityDictionaries {
  cities(): Promise<CityDictionary>;
}

/** The cities with most postings: by their order in 5,000 postings of 51job of 2023, then the other large capitals. */
const LARGEST_CITIES = [
  ...["上海", "深圳", "广州", "武汉", "北京", "苏州", "成都", "南京", "杭州", "东莞"],
  ...["宁波", "无锡", "西安", "长沙", "昆山", "合肥", "常州", "重庆", "佛山", "昆明"],
  ...["大连", "郑州", "珠海", "青岛", "天津", "沈阳", "济南", "厦门", "福州", "哈尔滨"],
];
/** Finds the cities by which a search of the whole country is split. */
const citiesOf = (
  byName: ReadonlyMap<string, KnownCity>,
  below: ReadonlyMap<string, { code: string; name: string }[]>,
): CityPlace["cities"] => ({
  largest: LARGEST_CITIES.flatMap((name) => byName.get(name) ?? []).map(({ code }) => ({
    code,
    districts: below.get(code) ?? [],
  })),
});

/** 广东省 stands among the areas of a site, but no keyword searches a province: its postings are in its cities. */
const isProvince = (name: string, division: Division | null) =>
  division === null && provinceNamed(name) !== null;

/**
 * Joins the entries of a platform's dictionaries with the official list.
 * @param cities entries of the kind `city`
 * @param districts entries of the kind `district`; their parents are codes of cities
 * @param codes of the platform's filters, where they are others than the shipped ones
 */
export function indexCities(
  cities: readonly DictionaryEntry[],
  districts: readonly DictionaryEntry[],
  codes?: FilterCodes,
): PlatformCities {
  const byName = new Map<string, KnownCity>();
  const bySiteName = new Map<string, KnownCity>();
  for (const { code, name: siteName } of cities) {
    const division = divisionOfCity(siteName);
    if (isProvince(siteName, division)) continue;
    const city = division?.name ?? siteName;
    const known: KnownCity = { city, code, siteName, divisionCode: division?.code ?? null };
    const earlier = byName.get(city);
    // Two areas of a site may be one city to us (恩施州, 恩施市): that of the exact name is searched.
    if (!earlier || (siteName === city && earlier.siteName !== city)) byName.set(city, known);
    bySiteName.set(siteName, known);
  }
  const below = new Map<string, { code: string; name: string }[]>();
  for (const { code, name, parent } of districts) {
    if (parent === null) continue;
    const known = below.get(parent);
    if (known) known.push({ code, name });
    else below.set(parent, [{ code, name }]);
  }
  const find = (text: string): KnownCity | null => {
    const name = text.trim();
    // Whoever says 海南 means the province, also on a site that calls 海南州 so.
    if (provinceNamed(name) !== null) return null;
    const common = cityName(name);
    return (common === null ? null : byName.get(common)) ?? bySiteName.get(name) ?? null;
  };
  return {
    list: () => [...byName.values()],
    find,
    place(city) {
      const known = find(city);
      if (!known) return null;
      const cities = known.city === WHOLE_COUNTRY ? citiesOf(byName, below) : undefined;
      return {
        code: known.code,
        districts: below.get(known.code) ?? [],
        ...(cities && { cities }),
        ...(codes && { codes }),
      };
    },
  };
}

/** A comparison takes up to 3 ms; the file of an import may hold 10,000 unknown names. */
const MAX_COMPARED = 300;

/** @param platforms the index of each platform's active dictionaries */
export function cityDictionary(platforms: Readonly<Record<Platform, PlatformCities>>): CityDictionary {
  const compared = new Map<string, string[]>();
  const districts = (cities: readonly string[] | undefined): string[] =>
    PLATFORMS.flatMap((platform) =>
      (cities ?? platforms[platform].list().map(({ city }) => city)).flatMap(
        (city) => platforms[platform].place(city)?.districts.map(({ name }) => name) ?? [],
      ),
    );
  return {
    districts,
    nearestDistricts(cities, district) {
      const namesIn = (some: readonly string[] | undefined) => {
        const official = (some ?? listCities().map(({ name }) => name)).flatMap(districtsOf);
        return [...new Set([...official.map(({ name }) => name), ...districts(some)])];
      };
      const own = namesIn(cities);
      return nearestNames(district, own.length > 0 ? own : namesIn(undefined));
    },
    code: (platform, city) => platforms[platform].find(city)?.code ?? null,
    name: (platform, city) => platforms[platform].find(city)?.city ?? null,
    place: (platform, city) => platforms[platform].place(city),
    list: (platform) => platforms[platform].list(),
    nearest(platform, city) {
      const key = `${platform ?? ""} ${city}`;
      const before = compared.get(key);
      if (before) return before;
      const asked = platform === null ? PLATFORMS : [platform];
      const known = asked.flatMap((one) => platforms[one].list().map((found) => found.city));
      const official = platform === null ? listCities().map(({ name }) => name) : [];
      const names = [...new Set([...known, ...official])].filter((name) => name !== WHOLE_COUNTRY);
      if (compared.size >= MAX_COMPARED) return names.slice(0, 3);
      const whole = cityOfCounty(city);
      const near = nearestNames(city, names);
      const nearest =
        whole !== null && names.includes(whole) ? [...new Set([whole, ...near])].slice(0, near.length) : near;
      compared.set(key, nearest);
      return nearest;
    },
  };
}
