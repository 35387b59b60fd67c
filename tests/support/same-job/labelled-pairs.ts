/**
 * Pairs of postings that are the same job or are not, made from real postings by known edits, so that each label is known
 * without a person. The same postings and seed give the same pairs. The corpus is not part of the project: without it the
 * pairs are made from the job boards' generated postings.
 */
import { bossFields } from "../../../local/job-boards/boss/posting.ts";
import { seededRandom } from "../../../local/job-boards/corpus/generate.ts";
import { makePosting, type Posting, type PostingRow } from "../../../local/job-boards/corpus/posting.ts";
import { monthly, readSalary } from "../../../local/job-boards/corpus/salary.ts";
import { CITY_DISTRICTS } from "../../../local/job-boards/corpus/vocabulary.ts";
import { qcwyFields } from "../../../local/job-boards/qcwy/posting.ts";
import { zhilianFields } from "../../../local/job-boards/zhilian/posting.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { parseJob as parseBoss } from "../../../shared/platforms/boss/parse-job.ts";
import { parseJob as parseQcwy } from "../../../shared/platforms/qcwy/parse-job.ts";
import { parseJob as parseZhilian } from "../../../shared/platforms/zhilian/parse-job.ts";
import type { JobPosting } from "../../../shared/tables/jobs.ts";
import type { Provenance } from "../../../shared/tables/provenance.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { sampleJob } from "../clickhouse/sample-rows.ts";

export const SAME_CLASSES = ["full", "semantic", "temporal", "partial"] as const;
export const OTHER_CLASSES = [
  "company and title, other place or salary (real)",
  "other district",
  "other salary level",
  "agency for several firms",
  "another job in the same text",
] as const;
export type PairClass = (typeof SAME_CLASSES)[number] | (typeof OTHER_CLASSES)[number];

export type LabelledJob = JobPosting & Provenance;
export interface LabelledPair {
  class: PairClass;
  isSame: boolean;
  a: LabelledJob;
  b: LabelledJob;
}

type Platform = (typeof PLATFORMS)[number];
const FIELDS = { boss: bossFields, qcwy: qcwyFields, zhilian: zhilianFields };
const PARSERS = { boss: parseBoss, qcwy: parseQcwy, zhilian: parseZhilian };
/** This is 2026-08-01 00:00 UTC. */
const BASE_MS = 1_785_542_400_000;

class Dice {
  readonly next: () => number;
  constructor(seed: number) {
    this.next = seededRandom(seed);
  }
  below = (limit: number): number => Math.floor(this.next() * limit);
  of = <T>(list: readonly T[]): T => list[this.below(list.length)] as T;
  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0] as T);
  }
}

// How two sites, or two people of one company, write the same.

const FULL_WIDTH = (text: string) =>
  text.replace(/[A-Za-z0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const COMPANY_FORMS: ((name: string, dice: Dice) => string)[] = [
  (name) => name,
  (name) => name.replaceAll("（", "(").replaceAll("）", ")"),
  (name) => name.replace(/(股份)?有限(责任)?公司$/, ""),
  (name) => name.replace("有限责任公司", "有限公司"),
  (name) => FULL_WIDTH(name),
  (name) => name.replace(/^(..)市/, "$1"),
  (name) => ` ${name} `,
  (name) => `${name}（急招）`,
];
const TITLE_FORMS: ((title: string, posting: Posting, dice: Dice) => string)[] = [
  (title) => `【急聘】${title}`,
  (title) => `${title}（双休）`,
  (title) => `${title}-${"五险一金"}`,
  (title) => FULL_WIDTH(title),
  (title) => title.toUpperCase(),
  (title) => title.toLowerCase(),
  (title) => title.replaceAll("（", "(").replaceAll("）", ")"),
  (title, { city }) => `${title}（${city}）`,
  (title) => title.replace(/([A-Za-z]+)(?=\p{Script=Han})/u, "$1 "),
  (title, _, dice) => `${title}（J${10_000 + dice.below(80_000)}）`,
  (title) => `高薪诚聘 ${title}`,
];

// What means the same. The list is made apart from the one that compares titles, and has words that that one lacks.
const REWORDED: readonly [from: RegExp, to: string][] = [
  [/开发工程师/, "研发工程师"],
  [/软件工程师/, "软件开发工程师"],
  [/研发工程师/, "开发工程师"],
  [/工程师$/, "工程师岗"],
  [/后端/, "后台"],
  [/后台/, "服务端"],
  [/程序员/, "开发工程师"],
  [/销售代表/, "销售专员"],
  [/销售顾问/, "业务员"],
  [/专员$/, "人员"],
  [/(?<!web)前端开发/i, "Web前端开发"],
  [/设计师/, "设计人员"],
  [/司机/, "驾驶员"],
  [/分析师/, "分析人员"],
  [/开发$/, "开发工程师"],
  [/高级/, "资深"],
];
const REWORDED_TEXT: readonly [from: RegExp, to: string][] = [
  [/岗位职责/g, "工作内容"],
  [/任职要求/g, "岗位要求"],
  [/负责(.{2,20}?)相关工作/g, "承担$1方面的工作"],
  [/按计划完成交付/g, "按时保质交付"],
  [/持续改进质量与效率/g, "不断提升效率和质量"],
  [/责任心强，沟通良好/g, "沟通顺畅、有责任心"],
  [/熟悉/g, "熟练掌握"],
];
const rewordTitle = (title: string, dice: Dice): string => {
  const fitting = REWORDED.filter(([from]) => from.test(title));
  if (fitting.length === 0) return `${title}岗`;
  const [from, to] = dice.of(fitting);
  return title.replace(from, to);
};

const yuan = (amount: number) => (amount % 1000 === 0 ? `${amount / 1000}千` : `${amount / 1000}千`);
/** Both ends times a factor, in 51job's form; null where the posting names no monthly salary. */
function scaled(text: string, factor: number): string | null {
  const salary = readSalary(text);
  if (!salary || salary.period === "day") return null;
  const { min, max } = monthly(salary);
  const round = (amount: number) => Math.max(500, Math.round((amount * factor) / 500) * 500);
  const [low, high] = [round(min), round(max)];
  return low >= high ? null : `${yuan(low)}-${yuan(high)}`;
}

const rowOf = (posting: Posting): PostingRow => posting;
const edited = (posting: Posting, edit: Partial<PostingRow>): Posting =>
  makePosting({ ...rowOf(posting), ...edit });

/** A posting that tells apart what the edit is about: with a district, a monthly salary and some skills. */
const isRich = ({ district, salary, tagList }: Posting): boolean =>
  district !== "" && scaled(salary, 1) !== null && tagList.length >= 3;
const middle = (posting: Posting): number | null => {
  const salary = readSalary(posting.salary);
  if (!salary) return null;
  const { min, max } = monthly(salary);
  return (min + max) / 2;
};

interface Maker {
  dice: Dice;
  job(posting: Posting, platform: Platform, at: number, more?: Partial<JobPosting>): LabelledJob;
}

function maker(dice: Dice): Maker {
  let n = 0;
  return {
    dice,
    job(posting, platform, at, more = {}) {
      n += 1;
      const key = { boss: `boss${n}`, qcwy: String(100_000_000 + n), zhilian: `CC${n}` }[platform];
      const fields = FIELDS[platform]({ key, companyKey: `c${n}`, posting });
      const parsed = PARSERS[platform](fields as never);
      if (!parsed) throw new Error(`the parser of ${platform} refused a posting`);
      const text =
        platform === "boss"
          ? parseQcwy(qcwyFields({ key: "1", companyKey: "1", posting }))?.job.description
          : null;
      return {
        ...sampleJob(n),
        ...parsed.job,
        // Boss shows the text on the posting's own page only.
        ...(text && { description: text }),
        ...more,
        collected_at: at,
      };
    },
  };
}

const reword = (text: string | null): string | null =>
  text && REWORDED_TEXT.reduce((all, [from, to]) => all.replace(from, to), text);

type Make = (posting: Posting, maker: Maker) => [LabelledJob, LabelledJob] | null;

const SAME: Record<(typeof SAME_CLASSES)[number], Make> = {
  full(posting, { dice, job }) {
    const [one, other] = dice.shuffled(PLATFORMS) as [Platform, Platform];
    const again = edited(posting, {
      company: dice.of(COMPANY_FORMS)(posting.company, dice),
      title: dice.of(TITLE_FORMS)(posting.title, posting, dice),
    });
    return [job(posting, one, BASE_MS), job(again, other, BASE_MS + dice.below(30) * DAY_MS)];
  },
  semantic(posting, { dice, job }) {
    const [one, other] = dice.shuffled(PLATFORMS) as [Platform, Platform];
    const tags = dice.shuffled(posting.tagList).slice(dice.below(2));
    const again = edited(posting, {
      title: rewordTitle(posting.title, dice),
      tags: [posting.work_year, posting.degree, ...tags].join(", "),
    });
    const made = job(again, other, BASE_MS + dice.below(30) * DAY_MS);
    return [job(posting, one, BASE_MS), { ...made, description: reword(made.description) }];
  },
  temporal(posting, { dice, job }) {
    const platform = dice.of(PLATFORMS);
    const salary =
      dice.below(3) === 0 ? posting.salary : scaled(posting.salary, dice.of([0.92, 1.05, 1.1, 1.15]));
    if (salary === null) return null;
    const later = edited(posting, { salary });
    return [job(posting, platform, BASE_MS), job(later, platform, BASE_MS + (15 + dice.below(200)) * DAY_MS)];
  },
  partial(posting, { dice, job }) {
    const [one, other] = dice.shuffled(PLATFORMS) as [Platform, Platform];
    const made = job(posting, other, BASE_MS + dice.below(30) * DAY_MS);
    const lost: Partial<JobPosting>[] = [
      {
        description:
          made.description?.slice(0, Math.ceil(made.description.length * (0.4 + 0.4 * dice.next()))) ?? null,
      },
      { description: null },
      { district: null },
      { skills: [], tags: [] },
      { salary_text: "面议", salary_min: null, salary_max: null, monthly_min: null, monthly_max: null },
      { experience: null, experience_text: null, degree: null, degree_text: null },
    ];
    const without = dice.shuffled(lost).slice(0, 1 + dice.below(2));
    return [job(posting, one, BASE_MS), Object.assign(made, ...without) as LabelledJob];
  },
};

const AGENCY = "人力资源有限公司";
const OTHER: Record<Exclude<(typeof OTHER_CLASSES)[number], (typeof OTHER_CLASSES)[0]>, Make> = {
  "other district"(posting, { dice, job }) {
    const districts = (CITY_DISTRICTS[posting.city]?.districts ?? []).filter(
      (name) => name !== posting.district,
    );
    if (districts.length === 0) return null;
    const elsewhere = edited(posting, { area: `${posting.city}·${dice.of(districts)}` });
    return [
      job(posting, dice.of(PLATFORMS), BASE_MS),
      job(elsewhere, dice.of(PLATFORMS), BASE_MS + dice.below(60) * DAY_MS),
    ];
  },
  "other salary level"(posting, { dice, job }) {
    const salary = scaled(posting.salary, dice.of([0.55, 0.65, 1.4, 1.6, 2]));
    if (salary === null) return null;
    const other = edited(posting, { salary });
    return [
      job(posting, dice.of(PLATFORMS), BASE_MS),
      job(other, dice.of(PLATFORMS), BASE_MS + dice.below(60) * DAY_MS),
    ];
  },
  "agency for several firms"(posting, { dice, job }) {
    const [one, other] = dice.shuffled(["鼎新", "博纳", "卓越", "远图", "景程"]) as [string, string];
    if (dice.below(2) === 0) {
      // One text under the names of two firms.
      const firm = (brand: string) => edited(posting, { company: `${posting.city}${brand}科技有限公司` });
      return [job(firm(one), dice.of(PLATFORMS), BASE_MS), job(firm(other), dice.of(PLATFORMS), BASE_MS)];
    }
    // One agency for two firms: the same title, place and salary, other texts and skills.
    const agency = edited(posting, { company: `${posting.city}${one}${AGENCY}` });
    const text = (client: string, what: string) =>
      `客户：某${client}。${what}，项目组成员约${10 + dice.below(30)}人，办公地点由客户安排，入职后由客户方直接管理，表现优异者可转为客户正式编制。`;
    const clients = dice.shuffled([
      text("大型国有银行", "参与核心账务与支付清算系统的建设"),
      text("新能源车企", "建设车联网平台与电池数据采集链路"),
      text("跨境电商", "支撑大促期间的订单履约与库存同步"),
      text("三甲医院", "维护门诊与影像归档的院内信息平台"),
    ]);
    const skills = dice.shuffled([...posting.tagList, "Oracle", "Kafka", "Flink", "Vue", "Hadoop", "驻场"]);
    const half = Math.ceil(skills.length / 2);
    const platform = dice.of(PLATFORMS);
    return [
      job(agency, platform, BASE_MS, {
        description: clients[0] as string,
        skills: skills.slice(0, half),
        is_proxy: true,
      }),
      job(agency, platform, BASE_MS, {
        description: clients[1] as string,
        skills: skills.slice(half),
        is_proxy: true,
      }),
    ];
  },
  "another job in the same text"(posting, { dice, job }) {
    const titles = [
      "会计主管",
      "行政前台",
      "测试工程师",
      "售前技术支持",
      "产品经理",
      "仓库主管",
      "嵌入式硬件工程师",
      "招聘主管",
    ];
    const title = dice.of(titles.filter((one) => !posting.title.includes(one.slice(0, 2))));
    const [one, other] = [dice.of(PLATFORMS), dice.of(PLATFORMS)];
    const made = job(posting, one, BASE_MS);
    return [
      made,
      {
        ...job(edited(posting, { title }), other, BASE_MS),
        description: made.description,
        skills: made.skills,
      },
    ];
  },
};

/** Real pairs of one company and title that are two jobs: another place, or salaries that are far apart. */
function realOthers(postings: readonly Posting[]): [Posting, Posting][] {
  const byTitle = Map.groupBy(postings, ({ company, title }) => `${company}\n${title}`);
  return [...byTitle.values()].flatMap((group) =>
    group.flatMap((one, at) =>
      group.slice(at + 1).flatMap((other): [Posting, Posting][] => {
        const [low, high] = [middle(one), middle(other)].sort((a, b) => (a ?? 0) - (b ?? 0));
        const isElsewhere =
          one.city !== other.city ||
          (one.district !== "" && other.district !== "" && one.district !== other.district);
        const isOtherLevel = low && high ? high > 1.3 * low : false;
        return isElsewhere || isOtherLevel ? [[one, other]] : [];
      }),
    ),
  );
}

/** @param each pairs of every class; of real ones as many as there are, up to twice that */
export function labelledPairs(postings: readonly Posting[], seed: number, each = 300): LabelledPair[] {
  const dice = new Dice(seed);
  const made = maker(dice);
  const rich = dice.shuffled(postings.filter(isRich));
  let next = 0;
  const pairs: LabelledPair[] = [];
  const take = (name: PairClass, isSame: boolean, make: Make) => {
    for (let count = 0; count < each && next < 10 * rich.length; ) {
      const posting = rich[next++ % rich.length] as Posting;
      const pair = make(posting, made);
      if (!pair) continue;
      pairs.push({ class: name, isSame, a: pair[0], b: pair[1] });
      count += 1;
    }
  };
  for (const name of SAME_CLASSES) take(name, true, SAME[name]);
  for (const [name, make] of Object.entries(OTHER)) take(name as keyof typeof OTHER, false, make);
  for (const [one, other] of dice.shuffled(realOthers(postings)).slice(0, 2 * each)) {
    const [a, b] = [made.job(one, "qcwy", BASE_MS), made.job(other, "qcwy", BASE_MS + DAY_MS)];
    pairs.push({ class: OTHER_CLASSES[0], isSame: false, a, b });
  }
  return pairs;
}
