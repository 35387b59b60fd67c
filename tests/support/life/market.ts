/**
 * A market of 60 virtual days whose truth is known: when each posting begins and ends, which are the same job again, and
 * what each crawl of each search showed. The same seed gives the same rows.
 */
import { seededRandom } from "../../../local/job-boards/corpus/generate.ts";
import { EMPTY_POSTING, type JobPosting } from "../../../shared/tables/jobs.ts";
import type { Provenance } from "../../../shared/tables/provenance.ts";
import type { JobSighting } from "../../../shared/tables/sightings.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../shared/time.ts";

export const LIFE_START = Date.UTC(2026, 7, 1);
export const LIFE_DAYS = 60;
/** On this day every search meets a risk page in its middle. */
export const BLOCKED_DAY = 25;
/** The rows of this day's crawls arrive two days later. */
export const LATE_DAY = 40;

export interface LivePosting {
  key: string;
  /** Days since the start; the stock of the first day began before. */
  born: number;
  closed: number;
  searches: string[];
  company: string;
  title: string;
  district: string;
  /** Id of the first posting of its chain, and its place there. */
  chain: string;
  place: number;
  /** The salary is raised on this day; null: never. */
  raised: number | null;
}

export interface Crawl {
  run: string;
  search: string;
  /** Unix ms. */
  started: number;
  finished: number;
  complete: boolean;
  shown: LivePosting[];
  /** What the site reported. */
  reported: number;
}

/** Keyword, the hour of its daily crawl, and what its clock is wrong by, ms. */
export const SEARCHES = [
  { keyword: "Java", hour: 2, skew: 0 },
  { keyword: "数据", hour: 8, skew: -4 * MINUTE_MS },
  { keyword: "销售", hour: 14, skew: 2 * MINUTE_MS },
] as const;

/** Postings live so long that a third of those that begin in the market is still open at its end. */
const MEDIAN_DAYS = 16;
/** Weibull with shape 1.2: postings grow likelier to end as they age. */
const SHAPE = 1.2;
const scale = MEDIAN_DAYS / Math.LN2 ** (1 / SHAPE);
export const TRUE_MEDIAN_DAYS = MEDIAN_DAYS;

/** Share of postings that a complete crawl misses by chance. */
const MISSED = 0.004;

export function lifeMarket(size = 2400): { postings: LivePosting[]; crawls: Crawl[][] } {
  const random = seededRandom(11);
  const lifetime = () => scale * (-Math.log(1 - random())) ** (1 / SHAPE);
  const postings: LivePosting[] = [];
  for (let n = 0; postings.length < size; n++) {
    const first = Math.floor(random() * SEARCHES.length);
    const searches = [SEARCHES[first]?.keyword ?? ""];
    if (random() < 0.3) searches.push(SEARCHES[(first + 1) % SEARCHES.length]?.keyword ?? "");
    const job = { searches, company: `c${n % 400}`, title: `工程师${n % 1000}`, district: `区${n % 7}` };
    let born = -30 + random() * (LIFE_DAYS + 30);
    const chain = `p${postings.length}`;
    for (let place = 1; ; place++) {
      const closed = born + lifetime();
      const raised = random() < 0.15 ? Math.min(closed, born + 3 + random() * 10) : null;
      postings.push({ ...job, key: `p${postings.length}`, born, closed, chain, place, raised });
      if (random() > 0.2 || closed > LIFE_DAYS) break;
      // Well apart, so that a crawl lies between the end and the new beginning.
      born = closed + 3 + random() * 25;
    }
  }
  const crawls = Array.from({ length: LIFE_DAYS }, (_, day) =>
    SEARCHES.flatMap(({ keyword, hour }, place): Crawl[] => {
      // The last search rests for ten days.
      if (place === 2 && day >= 30 && day < 40) return [];
      const at = day + hour / 24;
      const alive = postings
        .filter((one) => one.searches.includes(keyword) && one.born <= at && at < one.closed)
        .toSorted((one, other) => other.born - one.born);
      const run = `run-${place}-${day}`;
      const started = LIFE_START + at * DAY_MS;
      const base = { run, search: keyword, started, finished: started + HOUR_MS / 2, reported: alive.length };
      if (day === BLOCKED_DAY) return [{ ...base, complete: false, shown: alive.slice(0, 20) }];
      // Each sixth re-crawl ends early: the newest only.
      if (day % 6 === 5) return [{ ...base, complete: false, shown: alive.slice(0, 40) }];
      return [{ ...base, complete: true, shown: alive.filter(() => random() >= MISSED) }];
    }),
  );
  return { postings, crawls };
}

const provenance = (crawl: Crawl, at: number): Omit<Provenance, "content_hash"> => ({
  platform: "qcwy",
  channel: "web",
  upload_id: `u-${crawl.run}`,
  part: 0,
  batch_id: null,
  run_id: crawl.run,
  keyword_id: null,
  keyword: crawl.search,
  search_city: "北京",
  source: "edge",
  collected_at: at,
  parser_version: 1,
});

/** When a crawl saw its posting, by the clock of its sender. */
export function seenAt(crawl: Crawl, index: number): number {
  const { skew } = SEARCHES.find(({ keyword }) => keyword === crawl.search) ?? { skew: 0 };
  const share = crawl.shown.length === 0 ? 0 : index / crawl.shown.length;
  return Math.round(crawl.started + share * (crawl.finished - crawl.started)) + skew;
}

export const sightingsOf = (crawl: Crawl): JobSighting[] =>
  crawl.shown.map(({ key }, index) => {
    const {
      collected_at: seen_at,
      channel: _,
      source: __,
      parser_version: ___,
      ...row
    } = provenance(crawl, seenAt(crawl, index));
    return { ...row, job_key: key, verdict: "unchanged" as const, seen_at };
  });

export function jobOf(
  posting: LivePosting,
  crawl: Crawl,
  at: number,
  isRaised: boolean,
): JobPosting & Provenance {
  const pay = isRaised ? 17_000 : 15_000;
  return {
    ...EMPTY_POSTING,
    ...provenance(crawl, at),
    job_key: posting.key,
    content_hash: `${posting.key}-${isRaised}`,
    company_key: posting.company,
    company_name: posting.company,
    title: posting.title,
    district: posting.district,
    city: "北京",
    salary_text: `${pay / 1000}千`,
    salary_min: pay - 5000,
    salary_max: pay + 5000,
    salary_period: "month",
    monthly_min: pay - 5000,
    monthly_max: pay + 5000,
    description: `负责 ${posting.title}`,
  };
}
