/**
 * Measures uploads under load while ClickHouse is unavailable: 50 clients post 1,000-row batches for a minute, each its
 * next one when the last is accepted, and ClickHouse is stopped for the half minute in the middle. Then all accepted
 * rows must be in ClickHouse, each once; anything else ends the bench with an error. Memory is watched until the last
 * row is stored.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { batchMaker, type LoadReport, uploadLoad } from "../tests/support/upload-load.ts";
import { openUploads } from "./batches.ts";
import { countJobs, countRows, newDatabase } from "./database.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { DATABASE, type Rig, SETUP_TOKEN } from "./rig.ts";
import { once, withSteal } from "./rounds.ts";
import { watchMemory } from "./watch-memory.ts";

const CLIENTS = 50;
const BATCH_ROWS = 1000;
const LOAD_MS = 60_000;
const AWAY_FROM_MS = 15_000;
const AWAY_MS = 30_000;
const SEED = 50;
/** An isolate may use this much memory. */
const LIMIT_MB = 128;
const POLL_MS = 500;
/** The bench fails when no new row is stored for this long. */
const MAX_QUIET_MS = 120_000;

export async function benchLoad(rig: Rig, { progress }: Bench): Promise<Result[]> {
  const url = await rig.clickhouse();
  await newDatabase(url, DATABASE);
  const worker = await rig.worker("load", null, { SETUP_TOKEN });
  const { key } = await openUploads(worker);
  const maker = batchMaker(SEED, BATCH_ROWS);
  const startedAt = performance.now();
  const load = () =>
    uploadLoad({
      post: (path, init) => fetch(worker.url + path, { method: "POST", ...init }),
      apiKey: key,
      clients: CLIENTS,
      maker,
      name: "load",
      more: () => performance.now() - startedAt < LOAD_MS,
    });
  const outage = async () => {
    await sleep(AWAY_FROM_MS);
    await rig.stopClickHouse();
    progress("load: ClickHouse is stopped");
    await sleep(AWAY_MS);
    await rig.restartClickHouse();
    progress("load: ClickHouse is back");
  };
  const { value: watched, steal } = await withSteal(() =>
    watchMemory(worker, async () => {
      const [report] = await Promise.all([load(), outage()]);
      progress(`load: ${report.rows} rows accepted, answers ${JSON.stringify(report.statuses)}`);
      await stored(url, report.rows, progress);
      return { ...report, allMs: performance.now() - startedAt };
    }),
  );
  await worker.close();
  const { value: report, idle, peak, resident } = watched;
  const kept = await countJobs(url, DATABASE);
  if (kept !== report.rows) throw new Error(`load: ${kept} postings stored of ${report.rows}`);
  const line = (what: string, figure: number) => ({
    what: `load: ${what}`,
    against: "nothing (a figure of its own, not a ratio)",
    ...once(figure, steal),
    notes: [] as string[],
  });
  const batches = report.batchIds.length;
  return [
    {
      ...line("uploads that met a 5xx or no answer", failures(report)),
      target: { is: "at most", value: 0 },
      unit: "count",
      notes: [
        `${CLIENTS} clients for ${LOAD_MS / 1000} s, ClickHouse away for ${AWAY_MS / 1000} s of it: ${batches} batches, ${report.rows.toLocaleString("en-US")} rows accepted, all stored once`,
        `answers: ${Object.entries(report.statuses)
          .map(([status, times]) => `${status}: ${times}`)
          .join(", ")}`,
        `accepted ${perSecond(report.rows, report.ms)} rows/s; stored, the outage and what was left after it included, ${perSecond(report.rows, report.allMs)} rows/s`,
      ],
    },
    {
      ...line("p99 of the answer to an accepted upload", report.p99Ms),
      target: null,
      unit: "ms",
      notes: [`p50 ${report.p50Ms.toFixed(0)} ms; all ${CLIENTS} clients always have one under way`],
    },
    {
      ...line("peak of the isolate, uploads and outage", peak),
      target: { is: "at most", value: LIMIT_MB },
      unit: "MB",
      notes: [`idle ${idle.toFixed(0)} MB; workerd ${resident}`],
    },
  ];
}

const perSecond = (rows: number, ms: number) => Math.round(rows / (ms / 1000)).toLocaleString("en-US");

function failures({ statuses }: LoadReport): number {
  return Object.entries(statuses)
    .filter(([status]) => status === "0" || Number(status) >= 500)
    .reduce((sum, [, times]) => sum + times, 0);
}

/** Waits until ClickHouse shows `due` rows. @throws Error when no new row is stored for MAX_QUIET_MS */
async function stored(url: string, due: number, progress: (text: string) => void): Promise<void> {
  let found = 0;
  let since = performance.now();
  while (found < due) {
    await sleep(POLL_MS);
    const now = await countRows(url, DATABASE, "jobs");
    if (now !== found) since = performance.now();
    else if (performance.now() - since > MAX_QUIET_MS)
      throw new Error(`load: ${found} of ${due} rows stored`);
    found = now;
  }
  progress("load: all rows are stored");
}
