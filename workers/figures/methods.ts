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
  /** The same job on two platforms counts twice. */
  countsDuplicates?: true;
}

/** What every current version does, said once. */
const ONCE = {
  en: "A job that was posted more than once counts once.",
  zh: "同一岗位多次发布只计一次。",
};
/** The same method, but for duplicates. */
const once = ({ en, zh }: Version): Version => ({ en: `${en} ${ONCE.en}`, zh: `${zh}${ONCE.zh}` });
/** A method whose only change was that duplicates are left out. */
const withAndWithout = (version: Version): Version[] => [
  { ...version, countsDuplicates: true },
  once(version),
];

/** What a version says that changed how companies are told apart. */
const BY_COMPANY = {
  en: "Companies are counted over all platforms and spellings of their names, two firms with one name apart, and shown under their most frequent name.",
  zh: "公司跨平台、跨写法合并为一家，同名的不同公司分别统计，并以最常用的名称显示。",
};
const byCompany = ({ en, zh }: Version): Version => ({
  en: `${en} ${BY_COMPANY.en}`,
  zh: `${zh}${BY_COMPANY.zh}`,
});
/** The versions of a method, and one more that tells companies apart by their ids. */
const thenByCompany = (versions: Version[]): Version[] => {
  const last = versions.at(-1);
  return last ? [...versions, { ...last, ...byCompany(last) }] : versions;
};

/** The last version is the current one. */
export const METHODS: Record<FigureMethod, readonly Version[]> = {
  overview: [
    {
      en: "Counts postings of the period; open ones were seen in its last 7 days; companies are different names.",
      zh: "统计时段内的职位；时段最后 7 天内见过的算在招；公司按名称去重。",
      countsDuplicates: true,
    },
    once({
      en: "The same, but postings that a complete crawl showed to be closed by the end of the period are not open, and companies are counted once over all platforms and spellings, their branches apart.",
      zh: "同上，但时段结束前已被完整采集确认下架的职位不算在招；公司跨平台、跨写法只计一次，分支机构另计。",
    }),
  ],
  trend: [
    {
      en: "Per day of China: first seen on it (new); first seen by then and last seen then or later (open).",
      zh: "按中国日期：当天首次见到的为新增；当天及以前首次见到、当天及以后仍见到的为在招。",
      countsDuplicates: true,
    },
    once({
      en: "The same, and later closed: last seen on the day, and a complete crawl of a search that showed it did not show it again.",
      zh: "同上，并统计后来下架的：当天最后一次见到，此后曾展示它的搜索在一次完整采集中不再展示。",
    }),
  ],
  distribution: thenByCompany([
    {
      en: "Postings per value; shares are of all postings of the filter, those without a value counted apart.",
      zh: "按取值统计职位；占比以筛选出的全部职位为分母，未说明的另计。",
      countsDuplicates: true,
    },
    once({
      en: "The same; skills are those of the dictionary, found in labels, title and text, each under one name.",
      zh: "同上；技能按技能词典从标签、标题和正文中识别，同一技能只用一个名称。",
    }),
  ]),
  salary: thenByCompany(
    withAndWithout({
      en: "Exact percentiles (linear interpolation between ranks) of the lower end, the upper end and their middle. Days count 21.75 and hours 174 to the month; a year counts the stated months, 12 where none are stated. Negotiable salaries are left out and counted.",
      zh: "对下限、上限及其中点取精确分位数（名次间线性插值）。每月按 21.75 天、174 小时折算；全年按写明的月数计，未写明的按 12 个月并计数。面议不计入，另计数量。",
    }),
  ),
  salary_matrix: withAndWithout({
    en: "Exact percentiles of the middle of the monthly salary, by experience, degree and city.",
    zh: "按经验、学历和城市，对月薪中点取精确分位数。",
  }),
  skill_value: [
    {
      en: "Difference of the mean monthly middle between all postings with the skill and all without it. Replaced, because whoever wants the skill also wants other experience.",
      zh: "要求该技能与不要求该技能的全部职位之间月薪中点均值之差。已被替代：要求该技能的职位往往经验要求也不同。",
      countsDuplicates: true,
    },
    {
      en: "The same difference within each experience, weighted by the postings with the skill; the relative one from means of logarithms; 95 % interval by Welch. Experiences with fewer than 5 postings on a side are left out.",
      zh: "在每个经验档内求同样的差，按要求该技能的职位数加权；相对差用对数均值；95% 区间按 Welch 法。任一侧少于 5 个职位的经验档不计入。",
      countsDuplicates: true,
    },
    once({
      en: "The same; skills are those of the dictionary, found in labels, title and text, each under one name.",
      zh: "同上；技能按技能词典从标签、标题和正文中识别，同一技能只用一个名称。",
    }),
  ],
  companies: [
    {
      en: "Postings per name of the company.",
      zh: "按公司名称统计职位。",
      countsDuplicates: true,
    },
    once({
      en: "Postings per company over all platforms and spellings of its name, its branches apart.",
      zh: "按公司统计职位：跨平台、跨写法合并为一家，分支机构另计。",
    }),
  ],
  rising_skills: [
    {
      en: "Share of new postings with the skill in the period and in as many days before it; two-proportion test, corrected for all skills tested (Benjamini and Hochberg, 5 %).",
      zh: "时段内与此前同样天数内新增职位中要求该技能的占比；双比例检验，并按全部受检技能校正（Benjamini–Hochberg，5%）。",
      countsDuplicates: true,
    },
    once({
      en: "The same; skills are those of the dictionary, found in labels, title and text, each under one name.",
      zh: "同上；技能按技能词典从标签、标题和正文中识别，同一技能只用一个名称。",
    }),
  ],
  reposts: thenByCompany([
    {
      en: "Not determined yet: needs closed postings and duplicates.",
      zh: "尚未确定：需要先识别下架与重复的职位。",
      countsDuplicates: true,
    },
    {
      en: "The same job on one platform under a new id, begun at most 60 days after the one before was closed. Days count each day on which a posting of the chain was seen or between sightings.",
      zh: "同一平台上同一职位以新编号再次发布，且距上一次下架不超过 60 天。天数为链上各职位从首次见到到最后见到的天数之和。",
      countsDuplicates: true,
    },
  ]),
  life: thenByCompany([
    {
      en: "Kaplan–Meier estimate of the days online. A closing lies between the last sighting and the end of the first complete crawl without the posting, a beginning between the end of the last complete crawl without it and the first sighting (Turnbull); open postings count as long as they were seen. Band by Greenwood, 95 %.",
      zh: "在线天数的 Kaplan–Meier 估计。下架时间位于最后一次见到与首次不再展示它的完整采集结束之间，开始时间位于上一次没有它的完整采集结束与首次见到之间（Turnbull 法）；仍在招的按见到的时长计入（删失）。95% 区间按 Greenwood 公式。",
      countsDuplicates: true,
    },
  ]),
  working_time: thenByCompany(
    withAndWithout({
      en: "Clauses of title, text, benefits and labels that state 双休, 大小周, 单休 or 996; denials do not count.",
      zh: "从标题、正文、福利和标签的分句中读取双休、大小周、单休或 996；否定说法不计。",
    }),
  ),
  comparison: [
    {
      en: "The figures of each keyword or platform side by side, by the methods of salary and distribution.",
      zh: "把各关键词或各平台的数据并列，方法与薪资、分布相同。",
      countsDuplicates: true,
    },
    once({
      en: "The same; skills are those of the dictionary, found in labels, title and text, each under one name; companies are counted once over all platforms and spellings.",
      zh: "同上；技能按技能词典从标签、标题和正文中识别，同一技能只用一个名称；公司跨平台、跨写法只计一次。",
    }),
  ],
};

/** Whether this version counts a job once for each of its postings. */
export const countsDuplicates = (method: FigureMethod, version: number): boolean =>
  METHODS[method][version - 1]?.countsDuplicates === true;

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
    METHODS[name].map(({ en, zh }, at) => ({
      name,
      version: at + 1,
      current: at + 1 === currentVersion(name),
      en,
      zh,
    })),
  );
