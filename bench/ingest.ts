/**
 * Rows/s from the R2 spool through the ingest consumer, against the same rows inserted directly.
 *
 * Consumer, timed: takes groups from the ledger, reads their spool objects, asks SeenIndex, selects rows, inserts
 * into jobs, companies, raw_jobs and job_sightings, marks SeenIndex, confirms, deletes the objects.
 * Direct, timed: the same lines, ready in memory as bytes in 10,000-row batches, inserted table by table
 * with the product's own client and settings (a token per batch, answer after the rows are stored), from Node.
 * Both begin on new databases of one engine. Untimed: filling the spool by the real accept, preparing the lines.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Batch, type ConsumeReport, cutBatches, fillSpool, makeRows } from "./backlog.ts";
import { countJobs, dropDatabase, newDatabase } from "./database.ts";
import { DIRECT_BATCH_ROWS, DIRECT_DATABASE, insertDirectly, linesOf } from "./direct.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { DATABASE, type Rig, type Worker } from "./rig.ts";
import { median, ratio, runInTurn } from "./rounds.ts";

const ROWS = 30_000;
const WARM_UP_ROWS = 3000;
/** The crawl's group commit makes batches of this size at full pace (COMMIT_ROWS of workers/crawl). */
export const BATCH_ROWS = 400;
/** The last, smaller group of a round is due after this; it is waited for outside the measured time. */
export const INGEST_VARS = { INGEST_LINGER_MS: "5000" };
const LINGER_MS = 5200;

export async function benchIngest(rig: Rig, { rounds, progress }: Bench): Promise<Result> {
  const url = await rig.clickhouse();
  progress(`ingest: making ${ROWS} rows`);
  const rows = makeRows(1, ROWS);
  const worker = await rig.worker("ingest", null, INGEST_VARS);
  let groups = 0;
  let warmUp = true;
  const sides = (count: number) => [
    {
      name: "consumer",
      async run(round: number) {
        const name = `${warmUp ? "warm-up" : "round"}-${round}`;
        const report = await consume(worker, url, cutBatches(name, rows.slice(0, count), BATCH_ROWS));
        groups = report.groups;
        await check(url, DATABASE, count, report.stored);
        return count / (report.ms / 1000);
      },
    },
    {
      name: "direct",
      async run(round: number) {
        const batches = cutBatches(`direct-${round}`, rows.slice(0, count), BATCH_ROWS);
        const seconds = await insertDirectly(url, linesOf(batches));
        await check(url, DIRECT_DATABASE, count, count);
        return count / seconds;
      },
    },
  ];
  await runInTurn(sides(WARM_UP_ROWS), 1, (text) => progress(`ingest: warm-up, not counted: ${text}`));
  warmUp = false;
  const measured = await runInTurn(sides(ROWS), rounds, (text) => progress(`ingest: ${text}`));
  await worker.close();
  const rate = (side: string) => Math.round(median(measured.rates.get(side) ?? [])).toLocaleString("en-US");
  return {
    what: "ingest: rows/s from R2 spool through the consumer",
    against: `the same rows inserted directly with client-web in ${DIRECT_BATCH_ROWS}-row batches`,
    target: { is: "at least", value: 0.7 },
    unit: "ratio",
    ...ratio(measured, "consumer", "direct"),
    rounds,
    repeated: measured.repeated,
    steal: Math.max(...measured.steal),
    notes: [
      `${ROWS.toLocaleString("en-US")} postings a round in ${ROWS / BATCH_ROWS} spool objects and ${groups} groups; consumer ${rate("consumer")} rows/s, direct ${rate("direct")} rows/s`,
    ],
  };
}

export async function consume(worker: Worker, url: string, batches: Batch[]): Promise<ConsumeReport> {
  await newDatabase(url, DATABASE);
  await worker.call("forget");
  await fillSpool(worker, batches);
  await sleep(LINGER_MS);
  return worker.call<ConsumeReport>("consume");
}

async function check(url: string, database: string, expected: number, stored: number): Promise<void> {
  const found = await countJobs(url, database);
  if (found !== expected || stored !== expected) {
    throw new Error(`ingest: ${database} holds ${found} postings, ${stored} reported, ${expected} due`);
  }
  if (database === DIRECT_DATABASE) await dropDatabase(url, database);
}
