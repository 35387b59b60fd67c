/**
 * Official codes of cities and their districts (GB/T 2260), by the names that the rest of the system uses. The code
 * joins the cities of different sites, each of which has codes and spellings of its own.
 */
import { cityName } from "./city.ts";
import { countyNamed, isDivision, prefectureNamed, provinceNamed } from "./city-names.ts";
import { DIVISION_CODES } from "./division-codes.ts";
import { DIVISIONS } from "./divisions.ts";

export interface Division {
  /** Six digits; null for a city that GB/T 2260 does not have (雄安, 台北). */
  code: string | null;
  /** Common name: 深圳, 延边, 昆山. */
  name: string;
  fullName: string;
  /** Full name of the province. */
  province: string;
}

interface CodedPrefecture extends Division {
  /** Codes by full name of the districts and counties. */
  below: ReadonlyMap<string, string | null>;
  /** Number of those that exist today; the names of earlier revisions follow them. */
  today: number;
}

/** Reads the codes of one line; two digits continue the code before. */
function readCodes(line: string): (string | null)[] {
  let prefix = "";
  return line.split(" ").map((token) => {
    if (token === "-") return null;
    const code = token.length === 2 ? prefix + token : token;
    prefix = code.slice(0, 4);
    return code;
  });
}

function readTable(): Map<string, CodedPrefecture> {
  const codes = DIVISION_CODES.trim().split("\n");
  const table = new Map<string, CodedPrefecture>();
  let line = 0;
  for (const text of DIVISIONS.trim().split("\n")) {
    if (!text.startsWith(" ")) continue;
    const [now = "", before = ""] = text.trim().split(" | ");
    const [fullName = "", ...current] = now.split(" ");
    const below = before === "" ? current : [...current, ...before.split(" ")];
    const [code = null, ...belowCodes] = readCodes(codes[line] ?? "");
    line++;
    const prefecture = prefectureNamed(fullName);
    if (!prefecture) continue;
    const { name, province } = prefecture;
    table.set(name, {
      code,
      name,
      fullName,
      province,
      below: new Map(below.map((one, at) => [one, belowCodes[at] ?? null])),
      today: current.length,
    });
  }
  return table;
}

let read: Map<string, CodedPrefecture> | null = null;
/** The table is read once, at first use. */
function table(): Map<string, CodedPrefecture> {
  read ??= readTable();
  return read;
}

/** The cities of prefecture level and the counties directly under a province, in the order of the official list. */
export const listCities = (): Division[] =>
  [...table().values()].map(({ code, name, fullName, province }) => ({ code, name, fullName, province }));

/** @returns the cities of `listCities`, and the cities and counties below them that have a common name of their own */
export function listDivisions(): Division[] {
  const counties = [...table().values()].flatMap(({ province, name: prefecture }) =>
    districtsOf(prefecture).flatMap(({ name: fullName, code }) => {
      const county = countyNamed(fullName);
      const isOwn = county && county.prefecture.name === prefecture && county.name !== prefecture;
      return isOwn ? [{ code, name: county.name, fullName, province }] : [];
    }),
  );
  return [...listCities(), ...counties];
}

/**
 * The city that a site's own name means. In a list of cities the name of a province means the prefecture of that name
 * (海南 is 海南州 in 青海).
 * @returns null for a province, a place abroad and whatever the official list does not have
 */
export function divisionOfCity(siteName: string): Division | null {
  const province = provinceNamed(siteName);
  const name = province === null ? cityName(siteName) : (prefectureNamed(`${siteName}州`)?.name ?? null);
  if (name === null) return null;
  const own = table().get(name);
  if (own) return { code: own.code, name, fullName: own.fullName, province: own.province };
  return divisionOfCounty(name);
}

function divisionOfCounty(name: string): Division | null {
  for (const suffix of ["", "市", "县", "旗"]) {
    const county = countyNamed(name + suffix);
    if (county?.name !== name) continue;
    const prefecture = table().get(county.prefecture.name);
    const fullName = name + suffix;
    if (prefecture?.below.has(fullName))
      return { code: prefecture.below.get(fullName) ?? null, name, fullName, province: prefecture.province };
  }
  return null;
}

/** The districts and counties of a city today, with their codes. @param city common name */
export function districtsOf(city: string): { code: string | null; name: string }[] {
  const prefecture = table().get(city);
  if (!prefecture) return [];
  return [...prefecture.below].flatMap(([name, code], at) => (at < prefecture.today ? [{ code, name }] : []));
}

/**
 * @param cities common names; undefined: any city of the list
 * @param district in full or without its ending
 * @returns full names of districts and counties, former ones too, that this means; empty when it is none of theirs
 */
export function officialDistricts(cities: readonly string[] | undefined, district: string): string[] {
  const named = (cities ?? [...table().keys()]).flatMap((city) => {
    const found = divisionOfDistrict(city, district)?.name;
    return found !== undefined && table().get(city)?.below.has(found) ? [found] : [];
  });
  return [...new Set(named)];
}

/** @returns the common name of the city that a county belongs to (昆山: 苏州); null for any other text */
export function cityOfCounty(text: string): string | null {
  const name = cityName(text);
  if (name === null || table().has(name)) return null;
  const county = ["", "市", "县", "旗"].map((suffix) => countyNamed(name + suffix)).find(Boolean);
  return county?.prefecture.name ?? null;
}

/** What a district's name may lack; 浦东 is 浦东新区. */
const ENDINGS = ["", "区", "县", "市", "旗", "新区", "林区"];

/**
 * @param city common name of the district's city
 * @param district in full or without its ending
 * @returns the district's code and full name; null when the city has no such district
 */
export function divisionOfDistrict(
  city: string,
  district: string,
): { code: string | null; name: string } | null {
  const prefecture = table().get(city);
  if (!prefecture) return null;
  const full = ENDINGS.map((ending) => district + ending).find((name) => prefecture.below.has(name));
  if (full !== undefined) return { code: prefecture.below.get(full) ?? null, name: full };
  const named = prefectureNamed(city);
  return named && isDivision(named, district) ? { code: null, name: district } : null;
}
