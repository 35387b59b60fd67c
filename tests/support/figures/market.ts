/**
 * A market of postings for the tests of figures: the corpus at hand, else a generated one. Platforms, days, keywords and a
 * few salaries are spread by number, so that every kind occurs.
 */
import { loadCorpus } from "../../../local/job-boards/corpus.ts";
import { qcwyFields } from "../../../local/job-boards/qcwy/posting.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { parseJob } from "../../../shared/platforms/qcwy/parse-job.ts";
import type { JobPosting } from "../../../shared/tables/jobs.ts";
import type { Provenance } from "../../../shared/tables/provenance.ts";
import type { JobSighting } from "../../../shared/tables/sightings.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { CORPUS_FILE } from "../corpus-file.ts";

/** The last moment of the market: 2026-11-22 12:00 in China. */
export const MARKET_END = Date.UTC(2026, 10, 22, 4);
export const MARKET_DAYS = 90;

const GENERATED = 4000;

export interface MarketPosting {
  job: JobPosting & Provenance;
  /** What its own page adds. */
  detail: Partial<JobPosting> | null;
  keywords: string[];
  firstSeen: number;
  lastSeen: number;
}

const SALARIES: readonly [every: number, text: string][] = [
  [17, "面议"],
  [19, "200-300元/天"],
  [23, "25-30元/小时"],
  [29, "20-40万/年"],
  [31, "1.5-2.5万·14薪"],
  [37, "3千及以下"],
  [41, "酬劳丰厚看能力"],
];
const KEYWORDS = ["Java", "Python", "数据", "销售"] as const;
const SENTENCES = [
  "周末双休，五险一金",
  "拒绝996，弹性工作",
  "大小周；月休6天",
  "做六休一",
  "996工作制，高薪",
  "试用期三个月",
];

export function market(): { postings: MarketPosting[]; source: string } {
  const { postings } = loadCorpus(CORPUS_FILE === null ? { size: GENERATED } : { file: CORPUS_FILE });
  const keys = new Map<string, string>();
  const keyOf = (company: string): string => {
    const key = keys.get(company) ?? `c${keys.size}`;
    keys.set(company, key);
    return key;
  };
  const made = postings.flatMap((posting, n): MarketPosting[] => {
    const salary = SALARIES.find(([every]) => n % every === 3)?.[1] ?? posting.salary;
    const parsed = parseJob(
      qcwyFields({
        key: String(100_000_000 + n),
        companyKey: keyOf(posting.company),
        posting: { ...posting, salary },
      }),
    );
    if (!parsed) return [];
    const firstSeen = MARKET_END - ((n * 37) % MARKET_DAYS) * DAY_MS - ((n * 7919) % 86_400) * 1000;
    const lastSeen = Math.min(MARKET_END, firstSeen + ((n * 13) % 50) * DAY_MS);
    const { job } = parsed;
    const first = KEYWORDS[n % KEYWORDS.length] as string;
    const second = KEYWORDS[(n * 3 + 1) % KEYWORDS.length] as string;
    const adds = {
      skills: ["Spark", "spark", "Kafka"],
      description: SENTENCES[n % SENTENCES.length] as string,
    };
    return [
      {
        job: {
          ...job,
          platform: PLATFORMS[n % 3] as (typeof PLATFORMS)[number],
          job_key: `m${n}`,
          channel: "web",
          upload_id: `u${n % 50}`,
          part: 0,
          batch_id: `b${n % 50}`,
          run_id: null,
          keyword_id: null,
          keyword: first,
          search_city: job.city,
          source: "edge",
          collected_at: firstSeen,
          content_hash: n.toString(16).padStart(32, "0"),
          parser_version: 1,
        },
        detail: n % 5 === 0 ? { ...adds, skills: n % 10 === 0 ? adds.skills : [] } : null,
        keywords: n % 4 === 0 && first !== second ? [first, second] : [first],
        firstSeen,
        lastSeen,
      },
    ];
  });
  return { postings: made, source: CORPUS_FILE === null ? "a generated corpus" : "the corpus" };
}

/** Id of a company over all platforms. */
export const companyIdOf = (companyKey: string | null): string => `market:${companyKey}`;

/** Sightings by each keyword, at the first and at the last moment. */
export const sightingsOf = ({ job, keywords, firstSeen, lastSeen }: MarketPosting): JobSighting[] =>
  keywords.flatMap((keyword, at) =>
    [firstSeen, lastSeen].map((seen_at, turn) => ({
      platform: job.platform,
      job_key: job.job_key,
      keyword_id: null,
      keyword,
      search_city: job.search_city,
      run_id: null,
      upload_id: `s${at}${turn}`,
      part: 0,
      batch_id: `s${at}${turn}`,
      verdict: turn === 0 ? ("new" as const) : ("unchanged" as const),
      seen_at,
    })),
  );
