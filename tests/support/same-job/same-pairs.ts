/** Pairs that are the same job, by what differs between two postings of it. */
import type { Posting } from "../../../local/job-boards/corpus/posting.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import type { JobPosting } from "../../../shared/tables/jobs.ts";
import { DAY_MS } from "../../../shared/time.ts";
import type { SAME_CLASSES } from "./classes.ts";
import { BASE_MS, type Dice, edited, type LabelledJob, type Make, NO_SALARY, scaled } from "./maker.ts";

// How two sites, or two people of one company, write the same.

const toFullWidth = (text: string) =>
  text.replace(/[A-Za-z0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const COMPANY_FORMS: ((name: string, dice: Dice) => string)[] = [
  (name) => name,
  (name) => name.replaceAll("（", "(").replaceAll("）", ")"),
  (name) => name.replace(/(股份)?有限(责任)?公司$/, ""),
  (name) => name.replace("有限责任公司", "有限公司"),
  (name) => toFullWidth(name),
  (name) => name.replace(/^(..)市/, "$1"),
  (name) => ` ${name} `,
  (name) => `${name}（急招）`,
];
const TITLE_FORMS: ((title: string, posting: Posting, dice: Dice) => string)[] = [
  (title) => `【急聘】${title}`,
  (title) => `${title}（双休）`,
  (title) => `${title}-五险一金`,
  (title) => toFullWidth(title),
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

const reword = (text: string | null): string | null =>
  text && REWORDED_TEXT.reduce((all, [from, to]) => all.replace(from, to), text);

export const SAME: Record<(typeof SAME_CLASSES)[number], Make> = {
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
      NO_SALARY,
      { experience: null, experience_text: null, degree: null, degree_text: null },
    ];
    const without = dice.shuffled(lost).slice(0, 1 + dice.below(2));
    return [job(posting, one, BASE_MS), Object.assign(made, ...without) as LabelledJob];
  },
};
