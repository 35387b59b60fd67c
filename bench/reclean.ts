/**
 * Rows/s of a re-clean, against the ingest of the same rows.
 *
 * Re-clean, timed: lists the keys of stored postings, reads their raw rows, parses them, compares them in ClickHouse, and
 * writes what differs (a rule of the parser changes every tenth posting). From Node, with the run's record in memory.
 * Ingest, timed: the consumer of `bench/ingest.ts`, from the spool into the tables, after its rows were parsed.
 * Parsing is in the time of the re-clean only. Untimed: storing the rows that are re-cleaned.
 */

import { chinaDayOf } from "../shared/domain/china-day.ts";
import { entryOf, ingestEntry } from "../shared/platforms/registry.ts";
import { FREE_LOCK, SILENT } from "../tests/support/clickhouse/make-facts.ts";
import { memoryRecleans } from "../tests/support/recleans/memory-store.ts";
import { clickHouseClient } from "../workers/clickhouse/client.ts";
import { createRecleans } from "../workers/recleans/create-recleans.ts";
import { createChangeReader } from "../workers/recleans/read-changes.ts";
import { createRecleanRows } from "../workers/recleans/reclean-rows.ts";
import { PAGE_KEYS } from "../workers/recleans/run-reclean.ts";
import { cutBatches, makeRows } from "./backlog.ts";
import { dropDatabase } from "./database.ts";
import { DIRECT_DATABASE, insertDirectly, linesOf } from "./direct.ts";
import { BATCH_ROWS, consume, INGEST_VARS } from "./ingest.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { median, ratio, runInTurn } from "./rounds.ts";

const ROWS = 30_000;
const WARM_UP_ROWS = 3000;

export async function benchReclean(rig: Rig, { rounds, progress }: Bench): Promise<Result> {
  const url = await rig.clickhouse();
  progress(`reclean: making ${ROWS} rows`);
  const rows = makeRows(1, ROWS);
  const worker = await rig.worker("ingest", null, INGEST_VARS);
  let warmUp = true;
  const sides = (count: number) => [
    {
      name: "reclean",
      async run(round: number) {
        await insertDirectly(url, linesOf(cutBatches(`stored-${round}`, rows.slice(0, count), BATCH_ROWS)));
        const seconds = await reclean(url, count);
        await dropDatabase(url, DIRECT_DATABASE);
        return count / seconds;
      },
    },
    {
      name: "ingest",
      async run(round: number) {
        const name = `${warmUp ? "warm-up" : "round"}-${round}`;
        const report = await consume(worker, url, cutBatches(name, rows.slice(0, count), BATCH_ROWS));
        if (report.stored !== count)
          throw new Error(`reclean: ingest stored ${report.stored} of ${count} rows`);
        return count / (report.ms / 1000);
      },
    },
  ];
  await runInTurn(sides(WARM_UP_ROWS), 1, (text) => progress(`reclean: warm-up, not counted: ${text}`));
  warmUp = false;
  const measured = await runInTurn(sides(ROWS), rounds, (text) => progress(`reclean: ${text}`));
  await worker.close();
  const rate = (side: string) => Math.round(median(measured.rates.get(side) ?? [])).toLocaleString("en-US");
  return {
    what: "re-clean: rows/s from the stored raw rows to the written corrections",
    against: "the same rows ingested from the spool",
    target: { is: "at least", value: 0.5 },
    unit: "ratio",
    ...ratio(measured, "reclean", "ingest"),
    rounds,
    repeated: measured.repeated,
    steal: Math.max(...measured.steal),
    notes: [
      `${ROWS.toLocaleString("en-US")} postings a round, a tenth of them corrected; re-clean ${rate("reclean")} rows/s, ingest ${rate("ingest")} rows/s`,
    ],
  };
}

/** @returns seconds of the dry run and of the writing */
async function reclean(url: string, count: number): Promise<number> {
  const clickhouse = clickHouseClient({
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: PASSWORD,
    CLICKHOUSE_DATABASE: DIRECT_DATABASE,
  });
  const { adapter } = ingestEntry("qcwy", "web", "job");
  const changed = {
    ...adapter,
    parserVersion: adapter.parserVersion + 1,
    parseJob(raw: unknown, at?: number) {
      const parsed = adapter.parseJob(raw, at);
      if (parsed?.job.job_key.endsWith("7")) parsed.job.salary_months = 15;
      return parsed;
    },
  };
  const recleans = createRecleans({
    store: memoryRecleans(),
    rows: createRecleanRows(clickhouse),
    reader: createChangeReader(clickhouse),
    entry: (_platform, channel, dataType) => entryOf(changed, channel, dataType),
    lock: () => FREE_LOCK as never,
    corrected: async () => {},
    wake: async () => {},
    pageKeys: PAGE_KEYS,
    clock: { now: () => Date.now() },
    logger: SILENT,
  });
  const day = chinaDayOf(Date.now());
  const range = {
    platform: "qcwy",
    dataType: "job",
    firstDay: chinaDayOf(Date.now() - 86_400_000),
    lastDay: day,
  } as const;
  const startedAt = performance.now();
  const { id } = await recleans.create({ ...range, sample: 100 }, "bench", "bench");
  await recleans.run(id, 600_000);
  const checked = await recleans.find(id);
  if (checked?.state !== "checked" || checked.keysDone !== count)
    throw new Error(`reclean: ${checked?.state}, ${checked?.keysDone} of ${count} rows: ${checked?.error}`);
  await recleans.start(checked, "bench", "bench");
  await recleans.run(id, 600_000);
  const done = await recleans.find(id);
  if (done?.state !== "done" || done.counts.written !== done.counts.changed || done.counts.written === 0)
    throw new Error(
      `reclean: ${done?.state}, ${done?.counts.written} of ${done?.counts.changed}: ${done?.error}`,
    );
  return (performance.now() - startedAt) / 1000;
}
