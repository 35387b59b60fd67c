/** Writes a posting in Zhilian's own fields. */
import type { DegreeLevel, ExperienceLevel } from "../../../shared/contracts/levels.ts";
import { CITY_CODES, FILTERS } from "../../../shared/platforms/zhilian/codes.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { describePosting, idDigits, pointOf, recruiterOf, splitTags, unixMs } from "../corpus/details.ts";
import { degreeOf, experienceOf, sizeName } from "../corpus/levels.ts";
import { type Posting, pick } from "../corpus/posting.ts";
import { monthly, readSalary, zhilianSalary } from "../corpus/salary.ts";
import { fileBy, type SiteCodes } from "../params.ts";
import type { Item, Layout } from "../posting-index.ts";
import { cityTable } from "../site-codes.ts";
import { quoted, Slots, type Template } from "../template.ts";

export type ZhilianItem = Item<Template>;
export const codes: SiteCodes = {
  ...cityTable({
    shipped: CITY_CODES,
    cityCode: (index) => String(1000 + index),
    districtCode: (city, { index }) => `${city}${String(index + 1).padStart(2, "0")}`,
  }),
  filters: FILTERS,
  districtParam: null,
};

const EXPERIENCE: Record<ExperienceLevel, string> = {
  any: "经验不限",
  none: "无经验",
  student: "无经验",
  graduate: "无经验",
  under1: "1年以下",
  "1-3": "1-3年",
  "3-5": "3-5年",
  "5-10": "5-10年",
  over10: "10年以上",
};
const DEGREE: Record<DegreeLevel, string> = {
  any: "学历不限",
  junior: "初中及以下",
  "senior-high": "高中",
  vocational: "中专/中技",
  associate: "大专",
  bachelor: "本科",
  master: "硕士",
  doctor: "博士",
};
const SIZES: [below: number, name: string][] = [
  [20, "20人以下"],
  [100, "20-99人"],
  [300, "100-299人"],
  [500, "300-499人"],
  [1000, "500-999人"],
  [10_000, "1000-9999人"],
  [Number.POSITIVE_INFINITY, "10000人以上"],
];
const PROPERTIES: Record<string, string> = {
  已上市: "上市公司",
  "外资（欧美）": "外商独资",
  "外资（非欧美）": "外商独资",
  政府机关: "国家机关",
  创业公司: "民营",
};
const STAGES = [
  { code: 1, name: "未融资" },
  { code: 2, name: "天使轮" },
  { code: 3, name: "A轮" },
  { code: 9, name: "不需要融资" },
];

export interface ZhilianPosting {
  key: string;
  companyKey: string;
  posting: Posting;
}

/** @returns a time 0 to 20 days before `time`, in the same format; empty when `time` cannot be read */
function firstPublished({ hash, updated_at }: Posting): string {
  const at = unixMs(updated_at);
  if (at === null) return "";
  const first = new Date(at + DAY_MS / 3 - pick(`first ${hash}`, 20) * DAY_MS);
  return first.toISOString().slice(0, 19).replace("T", " ");
}

export function zhilianFields({ key, companyKey, posting }: ZhilianPosting) {
  const salary = readSalary(posting.salary);
  const range = salary && monthly(salary);
  const point = pointOf(posting);
  const { skills, welfare } = splitTags(posting);
  return {
    number: key,
    name: posting.title,
    salary60: zhilianSalary(salary, pick(`form ${posting.hash}`, 3) === 0),
    salaryReal: range ? `${range.min}-${range.max}` : "",
    workCity: posting.city,
    cityId: codes.cities[posting.city] ?? "",
    cityDistrict: posting.district,
    latitude: point ? String(point.lat) : "",
    longitude: point ? String(point.lon) : "",
    education: DEGREE[degreeOf(posting)],
    workingExp: EXPERIENCE[experienceOf(posting)],
    workType: posting.job_term || "全职",
    jobSummary: describePosting(posting),
    publishTime: posting.updated_at,
    firstPublishTime: firstPublished(posting),
    positionURL: `http://www.zhaopin.com/jobdetail/${key}.htm`,
    recruitNumber: 1 + pick(`number ${posting.hash}`, 9),
    companyName: posting.company,
    companyNumber: companyKey,
    companyUrl: `https://company.zhaopin.com/${companyKey}.htm`,
    companyLogo: `https://companyimg.zhaopin.cn/${companyKey}.png`,
    companySize: sizeName(posting, SIZES),
    propertyName: PROPERTIES[posting.company_type] ?? posting.company_type,
    industryName: posting.industry,
    financingStage: STAGES[pick(`stage ${posting.company}`, STAGES.length)],
    jobSkillTags: skills.map((name) => ({ name })),
    welfareTagList: welfare,
  };
}

export function staffOf({ posting }: ZhilianPosting) {
  const { name, position } = recruiterOf(posting);
  return { id: Number(idDigits(`staff ${posting.hash}`, 9)), staffName: name, hrJob: position };
}

function prepare(item: ZhilianPosting): Template {
  const slots = new Slots();
  const value = {
    ...zhilianFields(item),
    staffCard: {
      ...staffOf(item),
      // Both texts have the width of the slot after escaping.
      hrOnlineState: slots.hole((salt) =>
        quoted(salt.charCodeAt(15) % 2 ? "\\u5728\\u7ebf" : "\\u79bb\\u7ebf"),
      ),
      lastOnlineTime: slots.hole(() => String(Date.now())),
    },
  };
  return slots.finish(value, item.key);
}

/** Keys in the site's format: `CZ` + nine digits, and `CC` + nine digits + `J` + eleven digits. */
export const layout: Layout<Template> = {
  jobKey: ({ hash, company }, salt) =>
    `CC${idDigits(`zhilian ${company}`, 9)}J${idDigits(`zhilian ${hash} ${salt}`, 11)}`,
  companyKey: (company, salt) => `CZ${idDigits(`zhilian ${company}${salt || ""}`, 9)}`,
  file: fileBy(codes),
  prepare,
};
