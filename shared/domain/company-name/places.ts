/** The place in a firm's name: 中国, a province, a city, then its district or zone, by the table of divisions. */
import {
  countyByShortName,
  countyNamed,
  isDivision,
  type Prefecture,
  prefectureNamed,
  provinceBefore,
} from "../city-names.ts";

/** 积石山保安族东乡族撒拉族自治县 has 15 signs. */
const MAX_NAME = 15;
const COUNTRY = /^(?:中华人民共和国|中国)/;
/** Zones that firms name beside their city or alone, longest first. */
const ZONES =
  /^(?:粤港澳大湾区|京津冀|长三角|珠三角|大亚湾|前海|横琴|南沙自贸区|临港新片区|临港|雄安新区|浦东新区|浦东|滨海新区|两江新区|西咸新区|天府新区|光谷|观澜|松山湖|张江|中关村|陆家嘴|外高桥|洋山|(?:[东南西北中]{1,2}|\p{Script=Han}{0,2}?(?:经济|高新|技术|产业|综合|出口加工|自由贸易|保税|工业)+)?(?:开发区|试验区|示范区|保税区|保税港区|高新区|经开区|自贸区|工业园区|工业园)|经开区|高新区)/u;
/**
 * Short names of counties and cities of county level that are rather the brand of firms elsewhere. With their ending
 * (安达市) they are places.
 */
const RATHER_BRANDS = new Set(
  "东方 安达 集安 永安 瑞安 兴城 华阴 永康 安康 福安 福鼎 新民 大安 龙泉 龙海 龙口 凤凰 兴化 兴平 华安 新安 恒山 永新 永兴 万安 万年 长城 长江 金山 金湖 金沙 宝丰 太和 泰和 和平 安化 德化 大通 同心 共和 互助 大成 永利 新昌 新乐 新和 新源 天长 天台 高安 华容 兴业 嘉禾 光山 太极 天全 昌乐 昌图 通达 通海 立信 明光 大方 正安 信宜 华亭 清远 永德 永胜 永丰 永顺 永泰 永和 兴仁 兴义 兴隆 巨鹿 巨野 双流 双江 长乐 长泰 长阳 宏伟 开平 高平 高阳 敦煌 金塔 金川 富源 富顺 富民 建平 建德 建阳 宁国 安国 安福 安吉 安溪 安宁 安丘 安远 康平 康定 平安 平和 平远 平遥 延长 延川 成武 丰顺 丰城 丰都 丰宁".split(
    " ",
  ),
);

export interface FoundPlace {
  /** The place as it is written. */
  text: string;
  /** Length of its first parts without a district whose ending is not written, which may belong to the brand. */
  certain: number;
}

interface Within {
  prefecture: Prefecture | null;
  /** Full name; null before a province was read. */
  province: string | null;
}

interface Step extends Within {
  length: number;
  isShortDivision: boolean;
}

const stepTo = (length: number, prefecture: Prefecture): Step => ({
  length,
  prefecture,
  province: prefecture.province,
  isShortDivision: false,
});

function nextStep(text: string, { prefecture, province }: Within): Step | null {
  const isWithin = (found: Prefecture) => province === null || found.province === province;
  for (let length = Math.min(text.length, MAX_NAME); length >= 2; length--) {
    const name = text.slice(0, length);
    if (prefecture) {
      if (prefecture.divisions.has(name)) return stepTo(length, prefecture);
      if (isDivision(prefecture, name)) return { ...stepTo(length, prefecture), isShortDivision: true };
      continue;
    }
    const city = prefectureNamed(name);
    if (province === null && city === null && provinceBefore(name) !== null)
      return { length, prefecture: null, province: provinceBefore(name), isShortDivision: false };
    if (city && isWithin(city) && !RATHER_BRANDS.has(name)) return stepTo(length, city);
    const county = countyNamed(name);
    if (county && isWithin(county.prefecture)) return stepTo(length, county.prefecture);
    const short = countyByShortName(name);
    if (short && isWithin(short.prefecture) && !RATHER_BRANDS.has(name))
      return { ...stepTo(length, short.prefecture), isShortDivision: true };
  }
  const zone = ZONES.exec(text)?.[0];
  return zone ? { length: zone.length, prefecture, province, isShortDivision: false } : null;
}

/** @returns the longest place with which the text begins; null where it begins with none */
export function placeBefore(text: string): FoundPlace | null {
  const country = COUNTRY.exec(text)?.[0];
  if (country) return { text: country, certain: country.length };
  let at = 0;
  let certain = 0;
  let within: Within = { prefecture: null, province: null };
  for (let steps = 0; steps < 4; steps++) {
    const step = nextStep(text.slice(at), within);
    if (!step) break;
    at += step.length;
    if (!step.isShortDivision || certain === 0) certain = at;
    const isDivisionRead = within.prefecture === step.prefecture && step.prefecture !== null;
    within = step;
    if (isDivisionRead) {
      const zone = ZONES.exec(text.slice(at))?.[0];
      if (zone) {
        at += zone.length;
        certain = at;
      }
      break;
    }
  }
  return at === 0 ? null : { text: text.slice(0, at), certain };
}

/** True when the whole text is a place: what stands in the brackets of 百度(中国)有限公司. */
export const isPlace = (text: string): boolean => placeBefore(text)?.text.length === text.length;
