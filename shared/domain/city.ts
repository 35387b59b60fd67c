/**
 * Reads place names to the common city name, district and business area. The common name is the city's Chinese name
 * without 市 (北京, 深圳, 昆山); the codes of each platform are in its own `codes.ts`.
 */
import { CITY_ALIASES, CITY_NAMES, PREFECTURES, PROVINCES } from "./city-names.ts";

export interface Place {
  /** Common city name; for a text that names no city, the text itself. */
  city: string;
  district: string | null;
  businessArea: string | null;
  /** False when the text names a province or no place (异地招聘). */
  known: boolean;
}

const SEPARATORS = /([\s·•・‧∙⋅|>()[\]【】]+|[/,、;]+|[-‐‑‒–—―−]+)/;
/** Separates cities, and a city from its district. */
const LIST_SEPARATOR = /[/,、;]/;
const PLACE_NAME = /^\p{Script=Han}{2,12}$/u;
const NOT_A_PLACE =
  /^(?:异地(?:招聘)?|海外|国外|境外|中国|港澳台|其[他它]|不限|远程(?:办公)?|居家(?:办公)?|多地|多个?城市|各地|全省|全市|待定|未知|保密|市辖区|市区|(?:华[东南北中]|[东西]北|西南)(?:地区)?|长三角|珠三角|京津冀|北上广深?|粤?港?澳?大湾区)$/;
/** Endings of a part of a city; a city may end like this too (景德镇, 新乡). */
const PART_OF_CITY = /(?:(?<!地)区|街道|镇|乡|村)$/;
const COUNTY_PEOPLES =
  /(?:(?:各|蒙古|土家|布依|仡佬|朝鲜|哈尼|景颇|傈僳|拉祜|达斡尔|撒拉|裕固|东乡|保安|哈萨克|锡伯|塔吉克|仫佬|毛南|独龙|[黎苗回满藏壮瑶侗彝白傣畲羌水佤怒土])族?)+自治县$/;
const DIVISION = /^(\p{Script=Han}{1,8}?[区县市旗])(\p{Script=Han}{2,})$/u;
/** A longer text is an address, not a place. */
const MAX_LENGTH = 60;

const PROVINCE_SUFFIX = /^(?:省|(?:壮族|回族|维吾尔)?自治区)/;

function provinceName(segment: string): string | null {
  const bare = segment.replace(/(?:省|(?:壮族|回族|维吾尔)?自治区)$/, "");
  return PROVINCES.has(bare) || segment === "吉林省" ? bare : null;
}

/** 阜新蒙古族自治县 is a county inside 阜新 and keeps its full name; 白沙黎族自治县 becomes 白沙. */
function countyName(segment: string): string {
  const bare = segment.replace(COUNTY_PEOPLES, "");
  return bare.length < 2 || CITY_NAMES.has(bare) ? segment : bare;
}

/** Common name of one city in any spelling (北京市, 北京, 红河州); null when the text names no city. */
export function cityName(text: string): string | null {
  const whole = text.normalize("NFKC").trim();
  const segment = whole.replace(/^中国(?=\p{Script=Han}{2})/u, "").replace(/等地?$|特别行政区$/, "");
  if (!PLACE_NAME.test(segment) || NOT_A_PLACE.test(segment) || provinceName(segment) !== null) return null;
  if (Object.hasOwn(CITY_ALIASES, segment)) return CITY_ALIASES[segment] ?? null;
  if (segment.endsWith("州") || segment.startsWith("克孜勒苏")) {
    const prefecture = PREFECTURES.find((name) => segment.startsWith(name));
    if (prefecture) return prefecture;
  }
  if (CITY_NAMES.has(segment)) return segment;
  if (PART_OF_CITY.test(segment)) return null;
  if (segment.length === 2) return segment;
  const name = countyName(segment).replace(/(?:市|地区|盟)$/, "");
  // 北区市 is no city: without its ending it is a part of one.
  const isCity =
    name !== "" && !PART_OF_CITY.test(name) && !NOT_A_PLACE.test(name) && provinceName(name) === null;
  return isCity || CITY_NAMES.has(name) ? name : null;
}

/** Removes the province of 广东省深圳市 and 江苏苏州; 吉林 and 海南 are provinces only before a city's name. */
function withoutProvince(segment: string): string {
  for (let length = 2; length <= 3; length++) {
    const name = segment.slice(0, length);
    if (!PROVINCES.has(name) && name !== "吉林") continue;
    const tail = segment.slice(length);
    const rest = tail.replace(PROVINCE_SUFFIX, "");
    const city = headCity(rest) !== null || (name !== "吉林" && cityName(rest) !== null);
    if (rest.length >= 2 && !rest.startsWith("藏族") && city) return rest;
  }
  return segment;
}

/** @returns the known city that the text begins with, else null */
function headCity(text: string): string | null {
  for (let length = Math.min(text.length, 4); length >= 2; length--) {
    const head = text.slice(0, length);
    if (CITY_NAMES.has(head)) return head;
  }
  return null;
}

/** Splits a place that is written without separators: 深圳市宝安区, 北京海淀, 深圳市宝安区西乡街道. */
function splitJoined(joined: string): string[] {
  const segment = withoutProvince(joined);
  if (!PLACE_NAME.test(segment) || /自治[州县]$/.test(segment)) return [segment];
  if (CITY_NAMES.has(cityName(segment) ?? "")) return [segment];
  const head = headCity(segment);
  const other =
    head === null ? /^(\p{Script=Han}{2,6}?市)(\p{Script=Han}{2,}[区县市镇])$/u.exec(segment) : null;
  const city = head ?? other?.[1];
  if (city === undefined) return [segment];
  const rest = segment
    .slice(city.length)
    .replace(head === null ? "" : /^市(?=..)(?!中区|北区|南区|辖区)/, "");
  if (rest.length < 2) return [segment];
  const division = DIVISION.exec(rest);
  return division?.[1] && division[2] ? [city, division[1], division[2]] : [city, rest];
}

/** Splits a text into the parts of a place, from the city down and without the province; only the first place of a list counts. */
function segmentsOf(text: string): string[] {
  const [first = "", ...rest] = text.replace(/^[\s·(【[]+/, "").split(SEPARATORS);
  const segments = [first];
  for (let index = 1; index < rest.length; index += 2) {
    const segment = rest[index] ?? "";
    if (segment === "") continue;
    if (LIST_SEPARATOR.test(rest[index - 1] ?? "") && CITY_NAMES.has(cityName(segment) ?? "")) break;
    segments.push(segment);
  }
  const [head = "", ...parts] =
    segments.length > 1 && provinceName(first) !== null ? segments.slice(1) : segments;
  return [...splitJoined(head), ...parts];
}

/**
 * Reads a place: `上海·浦东新区`, `上海-浦东新区-张江`, `广东省-深圳市-南山区`, `北京市`, `深圳市宝安区`.
 * @returns null for an empty text; `known: false` when the text names no known city, with the text itself as `city`
 */
export function parsePlace(text: string): Place | null {
  const whole = text.normalize("NFKC").trim();
  if (whole === "") return null;
  const unknown: Place = { city: whole, district: null, businessArea: null, known: false };
  if (whole.length > MAX_LENGTH) return { ...unknown, city: whole.slice(0, MAX_LENGTH) };
  const segments = segmentsOf(whole);
  const city = cityName(segments[0] ?? "");
  if (city === null) return unknown;
  // 北京·北京市·海淀区: a municipality is its own province, so it is named twice.
  const [district, businessArea] = segments
    .slice(1)
    .filter((segment) => cityName(segment) !== city && !NOT_A_PLACE.test(segment));
  return { city, district: district ?? null, businessArea: businessArea ?? null, known: true };
}
