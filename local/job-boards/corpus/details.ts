/** Fields of a posting's page besides the corpus columns: generated, and the same at every start. */
import { creditCheckCharacter } from "../../../shared/domain/credit-code.ts";
import { type Posting, pick, sha256 } from "./posting.ts";

const RECRUITERS = "张女士,李先生,王女士,刘先生,陈女士,杨先生,赵女士,黄先生,周女士,吴先生".split(",");
const POSITIONS = "人事经理,招聘专员,HRBP,人事主管,招聘经理,部门负责人".split(",");

/** Neutral names that refer to no person. */
export const recruiterOf = ({ hash }: Posting) => ({
  name: RECRUITERS[pick(`recruiter ${hash}`, RECRUITERS.length)] ?? "",
  position: POSITIONS[pick(`position ${hash}`, POSITIONS.length)] ?? "",
});

export function describePosting(posting: Posting): string {
  const { title, work_year, degree } = posting;
  const skills = splitTags(posting).skills.slice(0, 6).join("、");
  return [
    `岗位职责：`,
    `1、负责${title}相关工作，按计划完成交付；`,
    `2、与团队协作，持续改进质量与效率。`,
    `任职要求：`,
    `1、${work_year || "经验不限"}，${degree || "学历不限"}；`,
    skills ? `2、熟悉${skills}；` : `2、学习能力强；`,
    `3、责任心强，沟通良好。`,
  ].join("\n");
}

export const describeCompany = (company: string, industry: string) =>
  `${company}成立于${2000 + pick(`founded ${company}`, 20)}年，主要从事${industry || "综合服务"}业务。`;

/**
 * A code with a right check character, made up from the name: a registry of the market authority (91), the division of
 * Beijing, and digits.
 */
export function creditCodeOf(company: string): string {
  const code = `91110000MA${idDigits(`credit code ${company}`, 7)}`;
  return code + creditCheckCharacter(code);
}

/** City centres in GCJ-02, degrees. */
const CENTRES: Record<string, [lon: number, lat: number]> = {
  北京: [116.4074, 39.9042],
  上海: [121.4737, 31.2304],
  广州: [113.2644, 23.1291],
  深圳: [114.0579, 22.5431],
  杭州: [120.1551, 30.2741],
  成都: [104.0665, 30.5723],
  武汉: [114.3055, 30.5928],
  南京: [118.7969, 32.0603],
  西安: [108.9398, 34.3416],
  苏州: [120.5853, 31.2989],
  重庆: [106.5516, 29.563],
  天津: [117.2008, 39.0842],
};

export interface Point {
  lon: number;
  lat: number;
}

const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** A point in GCJ-02 within about 10 km of the city centre; null for a city that is not in the table. */
export function pointOf({ city, hash }: Posting): Point | null {
  const centre = CENTRES[city];
  if (!centre) return null;
  const shift = (name: string) => (pick(`${name} ${hash}`, 2000) - 1000) / 10_000;
  return { lon: round(centre[0] + shift("lon")), lat: round(centre[1] + shift("lat")) };
}

/** Baidu's published offset of BD-09 from GCJ-02. */
export function toBd09({ lon, lat }: Point): Point {
  const turn = (Math.PI * 3000) / 180;
  const distance = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * turn);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * turn);
  return { lon: round(distance * Math.cos(angle) + 0.0065), lat: round(distance * Math.sin(angle) + 0.006) };
}

/** Derives letters and digits from a text, for keys in a site's format. */
export const idText = (text: string, length: number) =>
  Buffer.from(sha256(text), "hex").toString("base64url").slice(0, length);

export const idHex = (text: string, length: number) => sha256(text).slice(0, length);

/** Derives decimal digits, the first of which is not 0. */
export const idDigits = (text: string, length: number) =>
  String(10 ** (length - 1) + pick(text, 9 * 10 ** (length - 1)));

/** Reads a text in China Standard Time to Unix ms; null for an empty or unreadable text. */
export function unixMs(text: string): number | null {
  const at = Date.parse(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(at) ? null : at;
}

const WELFARE =
  /[险金贴]$|补贴|体检|旅游|培训|福利|双休|假|包吃|包住|班车|期权|奖|餐|弹性|团建|住宿|宿舍|机会$/;

/** 51job mixes skills and welfare in its tags; the other sites separate them. */
export function splitTags({ tagList }: Posting): { skills: string[]; welfare: string[] } {
  return {
    skills: tagList.filter((tag) => !WELFARE.test(tag)),
    welfare: tagList.filter((tag) => WELFARE.test(tag)),
  };
}
