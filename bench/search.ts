/**
 * Search over generated postings in ClickHouse, as `GET /api/v1/jobs` asks: 30 mixed queries, each for the newest 20. The
 * rows are loaded once, for the figures too; a tenth of them is loaded beside, for the ratio.
 */
import { createClient } from "@clickhouse/client-web";
import type { JobFilter } from "../shared/contracts/job-filter.ts";
import { createJobQueries } from "../workers/clickhouse/job-queries.ts";
import { loadedMarket } from "./facts/market.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { quantile, withSteal } from "./rounds.ts";

const MAX_P95_MS = 150;
/** At ten times the rows. */
const MAX_GROWTH = 2;
const NEWEST = 20;

/** Words, two words, phrases, signs, one character, common and rare ones, words with filters, and words nobody wrote. */
export const SEARCHES: readonly JobFilter[] = [
  { text: "java" },
  { text: "python" },
  { text: "Java 架构师" },
  { text: "数据分析" },
  { text: "前端" },
  { text: '"开发工程师"' },
  { text: '"学习能力强"' },
  { text: "c++" },
  { text: "C#" },
  { text: ".net" },
  { text: "node.js" },
  { text: "C" },
  { text: "R" },
  { text: "猫" },
  { text: "沟" },
  { text: "spring mysql redis" },
  { text: "微服务 本科 双休" },
  { text: "测试 自动化" },
  { text: "产品经理" },
  { text: "会计" },
  { text: "b2ee" },
  { text: "c34f" },
  { text: "java", city: ["上海"] },
  { text: "python", city: ["北京"], degree: ["master"] },
  { text: "销售", salary_from: 20_000 },
  { text: "运维", experience: ["3-5"] },
  { text: "linux", company_size: ["1000-9999"] },
  { text: "工程师" },
  { text: "不存在的词" },
  { text: "java 不存在的词" },
];

interface Measured {
  p95: number;
  median: number;
  slowest: string;
}

export async function benchSearch(
  rig: Rig,
  { rounds, postings: rows, corpus, progress }: Bench,
): Promise<Result[]> {
  const sizes = [Math.max(1, Math.round(rows / 10)), rows];
  const measured: Measured[][] = [];
  const loads: number[] = [];
  let steal = 0;
  for (const size of sizes) {
    const { url, database, seconds } = await loadedMarket(rig, size, { corpus, progress });
    loads.push(seconds);
    const run = await withSteal(() => measure(url, database, rounds, progress));
    steal = Math.max(steal, run.steal);
    measured.push(run.value);
  }
  const [small = [], large = []] = measured;
  const p95s = large.map(({ p95 }) => p95);
  const ratios = large.map(({ p95 }, at) => p95 / (small[at]?.p95 ?? Number.NaN));
  const figures = (values: number[]) => ({
    median: quantile(values, 0.5),
    min: Math.min(...values),
    max: Math.max(...values),
    rounds,
    repeated: 0,
    steal,
  });
  return [
    {
      what: `search, p95 over ${SEARCHES.length} queries, newest ${NEWEST} of ${rows.toLocaleString("en-US")}`,
      against: "the limit",
      target: { is: "at most", value: MAX_P95_MS },
      unit: "ms",
      ...figures(p95s),
      notes: [
        `loaded in ${loads.map((seconds) => `${seconds.toFixed(0)} s`).join(" and ")}`,
        `median query ${quantile(
          large.map(({ median }) => median),
          0.5,
        ).toFixed(1)} ms; slowest: ${large.at(-1)?.slowest ?? ""}`,
      ],
    },
    {
      what: `search, p95 at 10 times the rows`,
      against: `${sizes[0]?.toLocaleString("en-US")} rows`,
      target: { is: "at most", value: MAX_GROWTH },
      unit: "ratio",
      ...figures(ratios),
      notes: [`p95 of the tenth: ${small.map(({ p95 }) => p95.toFixed(0)).join(", ")} ms`],
    },
  ];
}

async function measure(
  url: string,
  database: string,
  rounds: number,
  progress: Bench["progress"],
): Promise<Measured[]> {
  const client = createClient({ url, username: "default", password: PASSWORD, database });
  const jobs = createJobQueries(client);
  const results: Measured[] = [];
  try {
    // The first round warms the caches that a running service has.
    for (let round = 0; round <= rounds; round++) {
      const times: [ms: number, text: string][] = [];
      for (const filter of SEARCHES) {
        const startedAt = performance.now();
        const found = await jobs.search({ filter, sort: "newest", limit: NEWEST });
        times.push([performance.now() - startedAt, `${JSON.stringify(filter)} (${found.length})`]);
      }
      if (round === 0) continue;
      const [slowest] = times.toSorted(([one], [other]) => other - one);
      const ms = times.map(([time]) => time);
      const result = {
        p95: quantile(ms, 0.95),
        median: quantile(ms, 0.5),
        slowest: slowest ? `${slowest[1]} ${slowest[0].toFixed(0)} ms` : "",
      };
      progress(`search: ${database}: p95 ${result.p95.toFixed(0)} ms, slowest ${result.slowest}`);
      results.push(result);
    }
  } finally {
    await client.close();
  }
  return results;
}
