/** One text for the spellings of one firm. */
import { cityName, parsePlace } from "../city.ts";
import { countyByShortName, countyNamed, provinceNamed } from "../city-names.ts";
import type { CompanyName } from "./company-name.ts";

const NOT_SAID = /[\s·・.,'&_-]/gu;
const fold = (text: string) => text.toLowerCase().replace(NOT_SAID, "");

/** 深圳市, 广东省深圳市 and 广东深圳 are 深圳; a district stays, as 佛山南海 may hold another firm than 佛山. */
export function foldPlace(place: string): string {
  if (place === "" || place === "中国") return place;
  const city = cityName(place);
  if (city !== null) return city;
  const county = countyNamed(place) ?? countyByShortName(place);
  if (county) return county.name;
  // A province keeps its full name, because 吉林 alone is the city.
  const province = provinceNamed(place);
  if (province !== null) return province;
  const read = parsePlace(place);
  if (read?.known) return read.city + (read.district ?? "").replace(/(?<=..)[区县市旗]$/u, "");
  return fold(place);
}

/** One firm changes or leaves out these legal forms. 大学, 医院 and 事务所 are part of the name. */
const LEFT_OUT = /^(?:.*(?:公司|集团|厂|合伙企业)|.*[A-Za-z]\W*)$/u;

/**
 * Place, brand and trade of a firm, folded, without legal form and branch (an institution keeps 大学, 医院, 事务所): equal
 * for the spellings of one firm (深圳市悠享网络科技有限公司, 悠享网络科技（深圳）有限公司). Equal identities alone do not
 * make two names one firm.
 */
export function identityOf({ place, brand, trade, suffix }: CompanyName): string {
  const form = LEFT_OUT.test(suffix) ? "" : suffix.replace(/\(.*\)$/u, "");
  return foldPlace(place) + fold(brand + trade + form);
}
