/** Writes a posting in Boss's own fields. */
import type { DegreeLevel, ExperienceLevel } from "../../../shared/contracts/levels.ts";
import { CITY_CODES, FILTERS } from "../../../shared/platforms/boss/codes.ts";
import { idHex, idText, pointOf, recruiterOf, splitTags, unixMs } from "../corpus/details.ts";
import { degreeOf, experienceOf, sizeName } from "../corpus/levels.ts";
import { type Posting, pick } from "../corpus/posting.ts";
import { bossSalary, readSalary } from "../corpus/salary.ts";
import { fileBy, type SiteCodes } from "../params.ts";
import type { Item, Layout } from "../posting-index.ts";
import { cityTable } from "../site-codes.ts";
import { quoted, Slots, type Template } from "../template.ts";
import { sealSecurityId } from "./security-id.ts";

export type BossItem = Item<Template>;
export const codes: SiteCodes = {
  ...cityTable({
    shipped: CITY_CODES,
    cityCode: (index) => `1019${String(index).padStart(3, "0")}00`,
    districtCode: (city, { index, official }) => official ?? `${city}${index}`,
  }),
  filters: FILTERS,
  districtParam: "multiBusinessDistrict",
};

const EXPERIENCE: Record<ExperienceLevel, string> = {
  any: "经验不限",
  none: "经验不限",
  student: "在校/应届",
  graduate: "应届生",
  under1: "1年以内",
  "1-3": "1-3年",
  "3-5": "3-5年",
  "5-10": "5-10年",
  over10: "10年以上",
};
const DEGREE: Record<DegreeLevel, string> = {
  any: "学历不限",
  junior: "初中及以下",
  vocational: "中专/中技",
  "senior-high": "高中",
  associate: "大专",
  bachelor: "本科",
  master: "硕士",
  doctor: "博士",
};
const SIZES: [below: number, name: string][] = [
  [20, "0-20人"],
  [100, "20-99人"],
  [500, "100-499人"],
  [1000, "500-999人"],
  [10_000, "1000-9999人"],
  [Number.POSITIVE_INFINITY, "10000人以上"],
];
const STAGES = ["未融资", "天使轮", "A轮", "B轮", "不需要融资", ""];

function stageName({ company, company_type }: Posting): string {
  if (company_type === "已上市") return "已上市";
  if (company_type !== "民营" && company_type !== "创业公司") return "不需要融资";
  return STAGES[pick(`stage ${company}`, STAGES.length)] ?? "";
}

export interface BossPosting {
  key: string;
  companyKey: string;
  posting: Posting;
}

/** The fields of a posting that are the same in every answer. */
export function bossFields({ key, companyKey, posting }: BossPosting) {
  const { skills, welfare } = splitTags(posting);
  const recruiter = recruiterOf(posting);
  const experience = EXPERIENCE[experienceOf(posting)];
  const degree = DEGREE[degreeOf(posting)];
  const point = pointOf(posting);
  return {
    encryptBossId: `${idHex(`recruiter ${posting.hash}`, 18)}${idText(posting.hash, 9)}~`,
    bossName: recruiter.name,
    bossTitle: recruiter.position,
    encryptJobId: key,
    jobName: posting.title,
    salaryDesc: bossSalary(readSalary(posting.salary)),
    jobLabels: [experience, degree],
    skills,
    jobExperience: experience,
    jobDegree: degree,
    // The site sends 0 for a city outside its dictionary.
    city: Number(codes.cities[posting.city] ?? 0),
    cityName: posting.city,
    areaDistrict: posting.district,
    businessDistrict: "",
    gps: point ? { longitude: point.lon, latitude: point.lat } : null,
    welfareList: welfare,
    encryptBrandId: companyKey,
    brandName: posting.company,
    brandLogo: `https://img.bosszhipin.com/brand/${companyKey}.png`,
    brandStageName: stageName(posting),
    brandIndustry: posting.industry,
    brandScaleName: sizeName(posting, SIZES),
    jobType: posting.job_term === "兼职" ? 6 : 0,
    proxyJob: /人力|猎头|劳务/.test(posting.company) ? 1 : 0,
    lastModifyTime: unixMs(posting.updated_at),
  };
}

function prepare(item: BossPosting): Template {
  const slots = new Slots();
  const value = {
    securityId: slots.hole((salt, key) => quoted(sealSecurityId(salt, key))),
    // The space, which JSON allows, keeps the width.
    bossOnline: slots.hole((salt) => (salt.charCodeAt(15) % 2 ? "true " : "false")),
    ...bossFields(item),
    lid: slots.hole((salt) => quoted(`${salt}.search`)),
  };
  return slots.finish(value, item.key);
}

/** Keys in the site's format: 18 hex digits, then letters. */
export const layout: Layout<Template> = {
  jobKey: ({ hash }, salt) => `${idHex(`boss ${hash} ${salt}`, 18)}${idText(`boss ${hash} ${salt}`, 10)}`,
  companyKey: (company, salt) =>
    `${idHex(`brand ${company} ${salt}`, 18)}${idText(`brand ${company} ${salt}`, 9)}~`,
  file: fileBy(codes),
  prepare,
};
