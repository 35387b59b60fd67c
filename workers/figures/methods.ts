/** How each figure is computed, by version. A change of a method is a new version here; docs/figures.md has the texts. */
import {
  FIGURE_METHODS,
  type FigureMethod,
  type FigureMethodVersion,
} from "../../shared/contracts/figures.ts";
import { fieldError } from "../../shared/errors/validation.ts";

interface Version {
  en: string;
  zh: string;
}

/** The last version is the current one. */
export const METHODS: Record<FigureMethod, readonly Version[]> = {
  overview: [
    {
      en: "Counts postings of the period; open ones were seen in its last 7 days; companies are different names.",
      zh: "统计时段内的职位；时段最后 7 天内见过的算在招；公司按名称去重。",
    },
    {
      en: "The same; companies are counted once over all platforms and spellings, their branches apart.",
      zh: "同上；公司跨平台、跨写法只计一次，分支机构另计。",
    },
  ],
  trend: [
    {
      en: "Per day of China: first seen on it (new); first seen by then and last seen then or later (open).",
      zh: "按中国日期：当天首次见到的为新增；当天及以前首次见到、当天及以后仍见到的为在招。",
    },
  ],
  distribution: [
    {
      en: "Postings per value; shares are of all postings of the filter, those without a value counted apart.",
      zh: "按取值统计职位；占比以筛选出的全部职位为分母，未说明的另计。",
    },
  ],
  salary: [
    {
      en: "Exact percentiles (linear interpolation between ranks) of the lower end, the upper end and their middle. Days count 21.75 and hours 174 to the month; a year counts the stated months, 12 where none are stated. Negotiable salaries are left out and counted.",
      zh: "对下限、上限及其中点取精确分位数（名次间线性插值）。每月按 21.75 天、174 小时折算；全年按写明的月数计，未写明的按 12 个月并计数。面议不计入，另计数量。",
    },
  ],
  salary_matrix: [
    {
      en: "Exact percentiles of the middle of the monthly salary, by experience, degree and city.",
      zh: "按经验、学历和城市，对月薪中点取精确分位数。",
    },
  ],
  skill_value: [
    {
      en: "Difference of the mean monthly middle between all postings with the skill and all without it. Replaced, because whoever wants the skill also wants other experience.",
      zh: "要求该技能与不要求该技能的全部职位之间月薪中点均值之差。已被替代：要求该技能的职位往往经验要求也不同。",
    },
    {
      en: "The same difference within each experience, weighted by the postings with the skill; the relative one from means of logarithms; 95 % interval by Welch. Experiences with fewer than 5 postings on a side are left out.",
      zh: "在每个经验档内求同样的差，按要求该技能的职位数加权；相对差用对数均值；95% 区间按 Welch 法。任一侧少于 5 个职位的经验档不计入。",
    },
  ],
  companies: [
    {
      en: "Postings per name of the company.",
      zh: "按公司名称统计职位。",
    },
    {
      en: "Postings per company over all platforms and spellings of its name, its branches apart.",
      zh: "按公司统计职位：跨平台、跨写法合并为一家，分支机构另计。",
    },
  ],
  rising_skills: [
    {
      en: "Share of new postings with the skill in the period and in as many days before it; two-proportion test, corrected for all skills tested (Benjamini and Hochberg, 5 %).",
      zh: "时段内与此前同样天数内新增职位中要求该技能的占比；双比例检验，并按全部受检技能校正（Benjamini–Hochberg，5%）。",
    },
  ],
  reposts: [
    {
      en: "Not determined yet: needs closed postings and duplicates.",
      zh: "尚未确定：需要先识别下架与重复的职位。",
    },
  ],
  working_time: [
    {
      en: "Clauses of title, text, benefits and labels that state 双休, 大小周, 单休 or 996; denials do not count.",
      zh: "从标题、正文、福利和标签的分句中读取双休、大小周、单休或 996；否定说法不计。",
    },
  ],
  comparison: [
    {
      en: "The figures of each keyword or platform side by side, by the methods of salary and distribution.",
      zh: "把各关键词或各平台的数据并列，方法与薪资、分布相同。",
    },
    {
      en: "The same; companies are counted once over all platforms and spellings.",
      zh: "同上；公司跨平台、跨写法只计一次。",
    },
  ],
};

export const currentVersion = (method: FigureMethod): number => METHODS[method].length;

/** @throws ApiError validation_failed for a version that the method does not have */
export function versionOf(method: FigureMethod, asked: number | undefined): number {
  const current = currentVersion(method);
  if (asked === undefined) return current;
  if (asked > current) throw fieldError("method_version", `is over ${current}`);
  return asked;
}

export const listMethods = (): FigureMethodVersion[] =>
  FIGURE_METHODS.flatMap((name) =>
    METHODS[name].map((texts, at) => ({
      name,
      version: at + 1,
      current: at + 1 === currentVersion(name),
      ...texts,
    })),
  );
