/** Pairs that are two jobs although nearly everything is the same: one token differs, or a third posting is like both. */
import type { Posting, PostingRow } from "../../../local/job-boards/corpus/posting.ts";
import { CITY_DISTRICTS } from "../../../local/job-boards/corpus/vocabulary.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import type { JobPosting } from "../../../shared/tables/jobs.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { AGENCY, BASE_MS, edited, type LabelledJob, type Make, NO_SALARY, scaled } from "./maker.ts";

export type OneToken =
  | "firms that differ in one token"
  | "titles that differ in one token"
  | "met through a third posting";
/** Ends of registered names: units of one firm. Two of one list are two employers. */
const UNITS: readonly (readonly string[])[] = [
  ["第一分公司", "第二分公司", "第十二分公司"],
  ["一分公司", "二分公司", "3分公司"],
  ["一店", "二店", "3店", "11号店"],
  ["1", "17", "2"],
  ["A", "B"],
  ["（一期）", "（二期）"],
  ["（东区）", "（西区）"],
  ["（1号）", "（2号）"],
  ["-销售一部", "-销售二部"],
  ["东区分公司", "西区分公司", "南区分公司"],
  ["宝安店", "南山店", "福田店"],
  ["（宝安店）", "（南山店）"],
  ["--朝阳店", "--海淀店"],
  ["西南事业部", "华东事业部"],
];
/** What stands before the legal form and tells two firms apart. */
const NUMBERED: readonly (readonly string[])[] = [
  ["一号", "二号"],
  ["1号", "2号", "12号"],
  ["东", "西"],
  ["南", "北"],
  ["甲", "乙"],
  ["A", "B"],
  ["一", "三"],
];
const FORM = /(?=(?:股份)?有限(?:责任)?公司$)/u;

/** One of these in place of another names another job. */
const TITLE_TOKENS: readonly (readonly string[])[] = [
  ["初级", "高级"],
  ["助理", "初级"],
  ["高级", "专家"],
  ["一部", "二部", "三部"],
  ["1组", "2组", "12组"],
  ["A组", "B组"],
  ["（白班）", "（夜班）"],
  ["（早班）", "（晚班）"],
  ["（华东）", "（华南）", "（西南）"],
  ["-东区", "-西区", "-北区"],
  ["（一期）", "（二期）"],
  ["（Java）", "（JavaScript）"],
  ["（C）", "（C++）", "（C#）"],
  ["（Go）", "（Python）"],
  ["（iOS）", "（Android）"],
  ["-前端", "-后端"],
  ["（售前）", "（售后）"],
  ["（兼职）", "（全职）"],
  ["（2025届校招）", "（2026届校招）"],
  ["（校招）", "（社招）"],
  ["（J10231）", "（J10232）"],
  ["专员", "工程师"],
  ["（杭州萧山）", "（杭州余杭）"],
  ["（英语）", "（日语）"],
  ["（男）", "（女）"],
];
const LEVEL = /^(?:初级|高级|助理)$/u;

/** What a posting between two leaves out, and what the two say of it. */
const BRIDGES: readonly ((posting: Posting) => [Edit, Edit, Edit] | null)[] = [
  ({ city, district }) => {
    const others = (CITY_DISTRICTS[city]?.districts ?? []).filter((name) => name !== district);
    return others.length === 0
      ? null
      : [{}, { row: { area: city } }, { row: { area: `${city}·${others[0]}` } }];
  },
  ({ salary }) => {
    const other = scaled(salary, 1.6);
    return other === null ? null : [{}, { more: NO_SALARY }, { row: { salary: other } }];
  },
  () => [
    { more: { experience: "1-3" } },
    { more: { experience: null, experience_text: null } },
    { more: { experience: "5-10" } },
  ],
  () => [
    { more: { degree: "associate" } },
    { more: { degree: null, degree_text: null } },
    { more: { degree: "master" } },
  ],
  ({ city }) => [
    { row: { company: `${city}远图博纳科技有限公司` } },
    { row: { company: `${city}远图博纳` } },
    { row: { company: `${city}远图博纳餐饮有限公司` } },
  ],
  ({ company, city }) => [
    { row: { company: `${company}${city}第一分公司` } },
    {},
    { row: { company: `${company}${city}第二分公司` } },
  ],
  ({ title }) => [{ row: { title: `${title}（J10231）` } }, {}, { row: { title: `${title}（J10998）` } }],
  () => [
    { more: { ...NO_WORDS, description: OF_BANK } },
    { more: { ...NO_WORDS, description: null } },
    { more: { ...NO_WORDS, description: OF_SHIP } },
  ],
  ({ city }) => {
    const agency = { row: { company: `${city}远图${AGENCY}` } };
    return [
      { ...agency, more: { is_proxy: true, description: OF_BANK } },
      { ...agency, more: { is_proxy: true, description: null } },
      { ...agency, more: { is_proxy: false, description: OF_SHIP } },
    ];
  },
];
interface Edit {
  row?: Partial<PostingRow>;
  more?: Partial<JobPosting>;
}
const NO_WORDS = { skills: [], tags: [] } satisfies Partial<JobPosting>;
const OF_BANK =
  "客户为大型国有银行，参与核心账务与支付清算系统的建设，支持对账、限额与反洗钱规则的上线，驻场办公，按行方要求值守窗口。";
const OF_SHIP =
  "船厂项目：现场跟踪分段建造与涂装进度，整理图纸版本，协调吊装计划，随船试航并记录主机振动与噪声，须能适应出海。";

export const ONE_TOKEN: Record<OneToken, Make> = {
  "firms that differ in one token"(posting, { dice, job }) {
    const inName = dice.below(3) === 0;
    const [one, other] = dice.shuffled(dice.of(inName ? NUMBERED : UNITS)) as [string, string];
    if (!FORM.test(posting.company)) return null;
    const named = (token: string) =>
      edited(posting, {
        company: inName ? posting.company.replace(FORM, token) : posting.company + token,
      });
    return [
      job(named(one), dice.of(PLATFORMS), BASE_MS),
      job(named(other), dice.of(PLATFORMS), BASE_MS + dice.below(30) * DAY_MS),
    ];
  },
  "titles that differ in one token"(posting, { dice, job }) {
    const [one, other] = dice.shuffled(dice.of(TITLE_TOKENS)) as [string, string];
    if ([one, other].some((token) => posting.title.includes(token.replace(/[（）-]/gu, "")))) return null;
    const titled = (token: string) =>
      edited(posting, { title: LEVEL.test(token) ? token + posting.title : posting.title + token });
    return [
      job(titled(one), dice.of(PLATFORMS), BASE_MS),
      job(titled(other), dice.of(PLATFORMS), BASE_MS + dice.below(30) * DAY_MS),
    ];
  },
  "met through a third posting"(posting, { dice, job }) {
    const edits = dice.of(BRIDGES)(posting);
    if (edits === null) return null;
    const platform = dice.of(PLATFORMS);
    const [a, between, b] = edits.map(({ row = {}, more = {} }, at) =>
      job(edited(posting, row), platform, BASE_MS + at * DAY_MS, more),
    ) as [LabelledJob, LabelledJob, LabelledJob];
    return [a, b, between];
  },
};
