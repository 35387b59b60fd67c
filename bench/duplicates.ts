/**
 * The same job among generated postings, of which a tenth repeat another one: all of them, in the steps of the scheduled
 * job without its pauses, and then new ones against all. Prints precision and recall of the joined pairs.
 */
import { FREE_LOCK, memoryStore, SILENT } from "../tests/support/clickhouse/make-facts.ts";
import { clickHouseClient } from "../workers/clickhouse/client.ts";
import { runCommand } from "../workers/clickhouse/command.ts";
import { type MatchReport, type MatchServices, matchJobs, WHOLE } from "../workers/duplicates/match-jobs.ts";
import { newDatabase } from "./database.ts";
import { BASE_SQL, loadFacts } from "./facts/load-facts.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { median, once, spread, withSteal } from "./rounds.ts";

const DATABASE = "duplicates";
/** Postings that are new at once. */
const NEW = 1000;
const MINUTES_15_MS = 900_000;

export async function benchDuplicates(
  rig: Rig,
  { postings, rounds, corpus, progress }: Bench,
): Promise<Result[]> {
  const url = await rig.clickhouse();
  await newDatabase(url, DATABASE);
  const load = (firstRow: number, rows: number, say: typeof progress) =>
    loadFacts({
      url,
      password: PASSWORD,
      database: DATABASE,
      firstRow,
      rows,
      corpus,
      alsoRepeated: true,
      progress: say,
    });
  await load(0, postings, progress);
  const clickhouse = clickHouseClient({
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: PASSWORD,
    CLICKHOUSE_DATABASE: DATABASE,
  });
  const ask = async (sql: string) =>
    (await (await clickhouse.query({ query: sql, format: "TabSeparated" })).text()).trim();
  const now = Date.now();
  const refreshed = (through: number) =>
    memoryStore({
      name: "job_facts",
      through,
      startedAt: through,
      finishedAt: through,
      rows: 0,
      error: null,
    });
  const services: MatchServices = {
    clickhouse,
    facts: refreshed(now),
    store: memoryStore(),
    whole: memoryStore(),
    lock: FREE_LOCK,
    corrected: async () => {},
    clock: { now: () => Date.now() },
    logger: SILENT,
  };
  const cpuBefore = await cpuSeconds(ask);
  const whole = await withSteal(async () => {
    const startedAt = performance.now();
    for (;;) {
      const report: MatchReport = await matchJobs(services, "bench");
      const at = (await services.whole.read())?.rows ?? 0;
      progress(`duplicates: ${((100 * at) / WHOLE).toFixed(0)} % of the run over all`);
      if (report.skipped !== null || report.isDone) return performance.now() - startedAt;
    }
  });
  const cpu = (await cpuSeconds(ask)) - cpuBefore;
  const [joined = 0, right = 0, wanted = 0] = (
    await ask(`
    WITH g AS (SELECT group_id, toUInt64(substring(job_key, 2)) AS n, ${BASE_SQL} AS base FROM job_groups FINAL WHERE group_id != 0)
    SELECT sum(members * (members - 1) / 2), sum(arraySum(x -> x * (x - 1) / 2, bases)),
      (SELECT count() FROM job_facts WHERE toUInt64(substring(job_key, 2)) % 10 = 9)
    FROM (SELECT group_id, sum(c) AS members, groupArray(c) AS bases FROM (
      SELECT group_id, base, count() AS c FROM g GROUP BY group_id, base) GROUP BY group_id)`)
  )
    .split("\t")
    .map(Number);
  const pairs = await ask(
    "SELECT countIf(verdict = 'sure'), countIf(verdict = 'doubtful'), sum(is_held) FROM job_pairs",
  );
  const sizes = await ask(`SELECT table, formatReadableSize(sum(bytes_on_disk)) FROM system.parts
    WHERE database = '${DATABASE}' AND active AND table LIKE 'job\\_%' GROUP BY table ORDER BY table`);
  const share = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(2)} %`;

  /** Compares a thousand postings from this one on. The bench acts as if job_facts had just taken them in. */
  async function compare(from: number): Promise<Pass> {
    // What the load changed is compared by now.
    await runCommand(clickhouse, "TRUNCATE TABLE job_changes");
    await runCommand(
      clickhouse,
      `INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM job_facts
       WHERE toUInt64(substring(job_key, 2)) >= ${from} AND toUInt64(substring(job_key, 2)) < ${from + NEW}`,
    );
    const at = Date.now();
    await services.store.save({ through: at, startedAt: at, finishedAt: at, rows: 0 });
    const workedBefore = await cpuSeconds(ask);
    const { value, steal } = await withSteal(async () => {
      const startedAt = performance.now();
      const report = await matchJobs({ ...services, facts: refreshed(at + 60_000) }, "bench");
      if (report.skipped !== null || report.postings !== NEW)
        throw new Error(`${NEW} postings are compared in one pass: ${JSON.stringify(report)}`);
      return performance.now() - startedAt;
    });
    return { ms: value, steal, worked: (await cpuSeconds(ask)) - workedBefore };
  }
  // The first one warms up.
  await load(postings, NEW * (rounds + 1), () => {});
  const fresh: Pass[] = [];
  const changed: Pass[] = [];
  for (let round = 0; round <= rounds; round++) {
    fresh.push(await compare(postings + round * NEW));
    changed.push(await compare((round * 7919 * 13) % Math.max(1, postings - NEW)));
  }
  const against = `${postings.toLocaleString("en-US")} generated postings, a tenth of them repeated`;
  return [
    {
      what: "same job: all postings",
      against,
      target: { is: "at most", value: (MINUTES_15_MS * postings) / 5_000_000 },
      unit: "ms",
      ...once(whole.value, whole.steal),
      notes: [
        `${joined} pairs joined: precision ${share(right, joined)}, recall ${share(right, wanted)}`,
        `pairs sure, doubtful, held back: ${pairs.replaceAll("\t", ", ")}; ClickHouse worked ${cpu.toFixed(0)} s of one core`,
        `on disk: ${sizes.replaceAll("\t", " ").replaceAll("\n", ", ")}`,
      ],
    },
    passes("same job: 1,000 new postings against all", against, fresh.slice(1)),
    passes("same job: 1,000 changed postings against all", against, changed.slice(1)),
  ];
}

interface Pass {
  ms: number;
  steal: number;
  /** CPU seconds of the engine. */
  worked: number;
}

const passes = (what: string, against: string, measured: readonly Pass[]): Result => ({
  what,
  against,
  target: { is: "at most", value: 1000 },
  unit: "ms",
  ...spread(measured.map(({ ms }) => ms)),
  rounds: measured.length,
  repeated: 0,
  steal: Math.max(...measured.map(({ steal }) => steal)),
  notes: [
    `ClickHouse worked ${median(measured.map(({ worked }) => worked)).toFixed(2)} s of one core for them, however busy the machine was`,
  ],
});

/** CPU seconds that the engine has used since it started. */
async function cpuSeconds(ask: (sql: string) => Promise<string>): Promise<number> {
  const text = await ask(
    "SELECT sum(value) / 1e6 FROM system.events WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')",
  );
  return Number(text) || 0;
}
