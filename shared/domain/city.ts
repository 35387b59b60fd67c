/**
 * Reads place names to the common city name, district and business area. The common name is the city's Chinese name
 * without 市 (北京, 深圳, 昆山); the codes of each platform are in its own `codes.ts`. Only a name in the table of
 * divisions is a known city: a wrong city would enter every later count.
 */
import {
  countyByShortName,
  countyNamed,
  divisionBefore,
  isDivision,
  type Prefecture,
  prefectureNamed,
  provinceBefore,
  provinceNamed,
} from "./city-names.ts";

export interface Place {
  /** Common city name; for a text that names no city, the text itself. */
  city: string;
  district: string | null;
  businessArea: string | null;
  /** False when the text names a province, a place abroad or no place (异地招聘). */
  known: boolean;
}

const SEPARATORS = /([\s·•・‧∙⋅|丨>()[\]【】:_]+|[/,、;&+]+|[-‐‑‒–—―−]+)/;
/** Separates cities, and a city from its district. */
const LIST_SEPARATOR = /[\s/,、;&+]/;
const PLACE_NAME = /^\p{Script=Han}{2,20}$/u;
/** The whole country, which keywords search but where no posting is. */
export const WHOLE_COUNTRY = "全国";
const COUNTRY = /^(?:中华人民共和国|中国|(?:CN|China)(?![a-z]))/i;
/** What forms and recruiters write before the place. */
const LABEL = /^(?:工作)?(?:地[点址区]|城市):|^(?:base|坐标|位于)(?![a-z]):?/i;
/** 海南省直辖县级行政区划 is a heading of the official list. */
const HEADING = /(?<=\p{Script=Han}{2}(?:省|自治区))(?:省|自治区)?直辖县级行政(?:区划|单位)/u;
/** Parents in the official list that are no places. */
const NO_PARENT = /^(?:(?:省|自治区)?直辖县级行政(?:区划|单位)|市辖区(?=.))/;
const NOT_A_PLACE =
  /^(?:异地(?:招聘)?|海外|国外|境外|中国|港澳台|其[他它]|不限|远程(?:办公)?|居家(?:办公)?|多地|多个?城市|各地|等地?|及?周边|附近|全省|全市|待定|未知|保密|市辖区|市区|县|(?:省|自治区)?直辖县级行政(?:区划|单位)|(?:华[东南北中]|[东西]北|西南)(?:地区)?|长三角|珠三角|京津冀|北上广深?|粤?港?澳?大湾区)$/;
/** What is said about the work beside the place: 可远程, 接受异地, 需出差. */
const NOTE =
  /^(?:base|CN|China|or|and)$|^驻|远程|居家|在家|线上|异地|出差|驻外|驻场|外派|不限|均可|皆可|可选|多地|各地|招聘|应聘|面议|待定/i;
/** What follows a city's name in the name of a street or a park, which may be anywhere. */
const NOT_A_PART = /^(?:[东南西北中]?[路街]|公园|大道|广场|大厦|街道$|社区$)/;
/** The end of a town's or a district's name. */
const PART_END = /(?:[区县市旗镇乡村园]|街道)$/;
const DIVISION = /^(\p{Script=Han}{1,8}?[区县市旗])(\p{Script=Han}{2,})$/u;
/** A longer text is an address, not a place. */
const MAX_LENGTH = 60;
/** 积石山保安族东乡族撒拉族自治县 has 15 signs. */
const MAX_NAME = 16;
/** Cities without districts whose towns are named after them without an ending (东莞松山湖). */
const WITHOUT_DISTRICTS = new Set(["东莞", "中山"]);

/** 北京等, 北京等地, 北京等3个城市. */
const SEVERAL = /等(?:地|\d*个?城市)?$/;

const plainName = (text: string) =>
  text
    .normalize("NFKC")
    .trim()
    .replace(/^中国(?=\p{Script=Han}{2})/u, "")
    .replace(SEVERAL, "");

/** Common name of one city in any spelling (北京市, 北京, 红河州); null when the text names no city. */
export function cityName(text: string): string | null {
  const name = plainName(text);
  if (!PLACE_NAME.test(name) || provinceNamed(name) !== null) return null;
  if (name === WHOLE_COUNTRY) return name;
  const prefecture = prefectureNamed(name) ?? prefectureNamed(name.replace(/(?:市|地区|盟)$/, ""));
  return prefecture?.name ?? countyNamed(name)?.name ?? countyByShortName(name)?.name ?? null;
}

interface Head {
  city: string;
  /** The prefecture, or that of the county. */
  prefecture: Prefecture;
  /** True when the city is a county. */
  isCounty: boolean;
  /** What follows the city's name. */
  rest: string;
}

/** True when a city's name may be followed by the text: 北京海淀, 深圳科技园; not for 朝阳区 and 中山公园. */
function mayFollow({ name, divisions }: Prefecture, rest: string): boolean {
  if (rest.length < 2 || !PLACE_NAME.test(rest) || NOT_A_PART.test(rest)) return false;
  return divisions.size > 0 || WITHOUT_DISTRICTS.has(name) || PART_END.test(rest);
}

/**
 * Reads the city at the start of a text without separators.
 * @param within full name of the province in which the city must be; null for any
 */
function headOf(text: string, within: string | null = null): Head | null {
  const isWithin = ({ province }: Prefecture) => within === null || province === within;
  const whole = countyNamed(text);
  if (whole && isWithin(whole.prefecture))
    return {
      city: whole.name,
      prefecture: whole.prefecture,
      isCounty: whole.name !== whole.prefecture.name,
      rest: "",
    };
  let loose: Head | null = null;
  for (let length = Math.min(text.length, MAX_NAME); length >= 2; length--) {
    const name = text.slice(0, length);
    const rest = text.slice(length).replace(NO_PARENT, "");
    const prefecture = prefectureNamed(name);
    if (prefecture && isWithin(prefecture)) {
      const head = { city: prefecture.name, prefecture, isCounty: false, rest };
      if (rest === "" || isDivision(prefecture, rest) || divisionBefore(prefecture, rest) !== null)
        return head;
      if (mayFollow(prefecture, rest) || NOT_A_PLACE.test(rest)) loose ??= head;
    }
    const province = within === null ? provinceBefore(name) : null;
    const inside = province === null ? null : headOf(rest, province);
    if (inside) return inside;
  }
  return loose ?? countyHead(text, isWithin);
}

/** Reads a city of county level at the start, or a county by its full name: 昆山, 昆山市花桥镇, 安吉县递铺街道. */
function countyHead(text: string, isWithin: (prefecture: Prefecture) => boolean): Head | null {
  for (let length = Math.min(text.length, MAX_NAME); length >= 2; length--) {
    const name = text.slice(0, length);
    const rest = text.slice(length);
    const county = countyNamed(name) ?? countyByShortName(name);
    if (!county || !isWithin(county.prefecture)) continue;
    if (rest === "" || (rest.length > 1 && !NOT_A_PART.test(rest) && PART_END.test(rest)))
      return { city: county.name, prefecture: county.prefecture, isCounty: true, rest };
  }
  return null;
}

interface Part {
  text: string;
  /** What stands before it; empty for what follows the city without a separator. */
  separator: string;
}

function partsOf(text: string): Part[] {
  const place = text.replace(LABEL, "").trimStart().replace(COUNTRY, "").replace(HEADING, "");
  const pieces = ` ${place}`.split(SEPARATORS);
  const parts: Part[] = [];
  for (let index = 1; index < pieces.length; index += 2) {
    const part = (pieces[index + 1] ?? "").replace(NO_PARENT, "");
    if (part !== "" && !NOT_A_PLACE.test(part)) parts.push({ separator: pieces[index] ?? "", text: part });
  }
  return parts;
}

/** The city that the first parts name, and the parts that follow it. */
function readHead([first, second, ...others]: Part[]): { head: Head; tail: Part[] } | null {
  if (!first) return null;
  const province = provinceBefore(first.text);
  if (province !== null && second) {
    const own = prefectureNamed(first.text);
    const head = own && isDivision(own, second.text) ? null : headOf(second.text, province);
    if (head) return { head, tail: others };
  }
  const head = headOf(first.text) ?? headOf(first.text.replace(SEVERAL, ""));
  return head && { head, tail: second ? [second, ...others] : [] };
}

/** True when the part is another city than the head's, so that the text is a list of cities. */
function isOtherCity({ city, prefecture }: Head, { text, separator }: Part): boolean {
  if (isDivision(prefecture, text) || divisionBefore(prefecture, text) !== null) return false;
  const name = text.replace(/^[及和与或]/, "");
  const other = cityName(name);
  if (other !== null && other !== city)
    return separator === "" || LIST_SEPARATOR.test(separator) || prefectureNamed(other) !== null;
  if (separator !== "" && !LIST_SEPARATOR.test(separator)) return false;
  const head = headOf(name);
  return head !== null && head.prefecture !== prefecture && !head.isCounty;
}

/** District and business area after the city; the parts of a second city end them. */
function districtsOf(head: Head, parts: Part[]): string[] {
  const { prefecture } = head;
  const found: string[] = [];
  for (const part of parts) {
    if (NOT_A_PLACE.test(part.text) || NOTE.test(part.text)) continue;
    // 北京·北京市·海淀区: a municipality is its own province, so it is named twice.
    if (cityName(part.text) === head.city) continue;
    if (isOtherCity(head, part)) break;
    // 丰台区/朝阳区 are two districts, and neither is an area of the other.
    if (found.length > 0 && LIST_SEPARATOR.test(part.separator) && isDivision(prefecture, part.text)) break;
    const { fullName } = prefecture;
    const isRepeated = part.text.startsWith(fullName) && part.text.length > fullName.length + 1;
    const text = isRepeated ? part.text.slice(fullName.length) : part.text;
    const division = divisionBefore(prefecture, text);
    const joined = part.separator === "" && !isDivision(prefecture, text) ? DIVISION.exec(text) : null;
    if (division !== null && text.length > division.length + 1)
      found.push(division, text.slice(division.length));
    else if (joined?.[1] && joined[2]) found.push(joined[1], joined[2]);
    else found.push(text);
  }
  return found;
}

/**
 * Reads a place: `上海·浦东新区`, `上海-浦东新区-张江`, `广东省-深圳市-南山区`, `北京市`, `深圳市宝安区`. Only the first
 * city of a list counts.
 * @returns null for an empty text; `known: false` when the text names no known city, with the text itself as `city`
 */
export function parsePlace(text: string): Place | null {
  const whole = text.normalize("NFKC").trim();
  if (whole === "") return null;
  const unknown: Place = { city: whole, district: null, businessArea: null, known: false };
  if (whole.length > MAX_LENGTH) return { ...unknown, city: whole.slice(0, MAX_LENGTH) };
  const read = readHead(partsOf(whole));
  if (!read) return unknown;
  const { head, tail } = read;
  const rest = head.rest === "" ? [] : [{ separator: "", text: head.rest }];
  const [district, businessArea] = districtsOf(head, [...rest, ...tail]);
  return { city: head.city, district: district ?? null, businessArea: businessArea ?? null, known: true };
}
