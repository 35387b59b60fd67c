/** Makes postings as the sites' parsers read them, and edits them, for pairs whose label is known. */
import { bossFields } from "../../../local/job-boards/boss/posting.ts";
import { seededRandom } from "../../../local/job-boards/corpus/generate.ts";
import { makePosting, type Posting, type PostingRow } from "../../../local/job-boards/corpus/posting.ts";
import { monthly, readSalary } from "../../../local/job-boards/corpus/salary.ts";
import { qcwyFields } from "../../../local/job-boards/qcwy/posting.ts";
import { zhilianFields } from "../../../local/job-boards/zhilian/posting.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { parseJob as parseBoss } from "../../../shared/platforms/boss/parse-job.ts";
import { parseJob as parseQcwy } from "../../../shared/platforms/qcwy/parse-job.ts";
import { parseJob as parseZhilian } from "../../../shared/platforms/zhilian/parse-job.ts";
import type { JobPosting } from "../../../shared/tables/jobs.ts";
import type { Provenance } from "../../../shared/tables/provenance.ts";
import { sampleJob } from "../clickhouse/sample-rows.ts";

export type LabelledJob = JobPosting & Provenance;
const FIELDS = { boss: bossFields, qcwy: qcwyFields, zhilian: zhilianFields };
const PARSERS = { boss: parseBoss, qcwy: parseQcwy, zhilian: parseZhilian };
/** This is 2026-08-01 00:00 UTC. */
export const BASE_MS = 1_785_542_400_000;

/** Throws by a seed: the same seed gives the same pairs. */
export class Dice {
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

const yuan = (amount: number) => `${amount / 1000}千`;
/** Both ends times a factor, in 51job's form; null where the posting names no monthly salary. */
export function scaled(text: string, factor: number): string | null {
  const salary = readSalary(text);
  if (!salary || salary.period === "day") return null;
  const { min, max } = monthly(salary);
  const round = (amount: number) => Math.max(500, Math.round((amount * factor) / 500) * 500);
  const [low, high] = [round(min), round(max)];
  return low >= high ? null : `${yuan(low)}-${yuan(high)}`;
}

const rowOf = (posting: Posting): PostingRow => posting;
export const edited = (posting: Posting, edit: Partial<PostingRow>): Posting =>
  makePosting({ ...rowOf(posting), ...edit });

/** A posting that tells apart what the edit is about: with a district, a monthly salary and some skills. */
export const isRich = ({ district, salary, tagList }: Posting): boolean =>
  district !== "" && scaled(salary, 1) !== null && tagList.length >= 3;
export const middle = (posting: Posting): number | null => {
  const salary = readSalary(posting.salary);
  if (!salary) return null;
  const { min, max } = monthly(salary);
  return (min + max) / 2;
};

export interface Maker {
  dice: Dice;
  job(posting: Posting, platform: Platform, at: number, more?: Partial<JobPosting>): LabelledJob;
}

export function maker(dice: Dice): Maker {
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

export type Made = [a: LabelledJob, b: LabelledJob, between?: LabelledJob];
export type Make = (posting: Posting, maker: Maker) => Made | null;

/** Ends the name of a firm that posts for others. */
export const AGENCY = "人力资源有限公司";

/** A posting that names no salary. */
export const NO_SALARY = {
  salary_text: "面议",
  salary_min: null,
  salary_max: null,
  monthly_min: null,
  monthly_max: null,
} satisfies Partial<JobPosting>;
