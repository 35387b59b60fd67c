/**
 * Rows/s through the upload API until ClickHouse shows all of them, against a direct insert of the same rows and
 * against the design that JobData replaces (FastAPI, bench/peers/batch_store.py).
 *
 * Uploads, timed: clients post JSON batches over HTTP, the Worker authenticates, reads and checks each row,
 * writes parts to R2, registers them; the consumer asks SeenIndex and inserts into jobs, companies, raw_jobs and
 * job_sightings. The clock stops when the last table holds the last row.
 * Direct, timed: the lines that the consumer inserts, ready in memory, in 10,000-row inserts (see direct.ts).
 * FastAPI, timed: the same bodies by the same clients; it looks keys up and inserts into raw_jobs and jobs, two
 * tables of the four, before it answers.
 * All begin on new databases of one engine, with rows that are new each round. Untimed: making rows and bodies.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { setUpKey } from "../tests/support/set-up-key.ts";
import { cutBatches, makeRows } from "./backlog.ts";
import { countJobs, countRows, newDatabase } from "./database.ts";
import { DIRECT_BATCH_ROWS, DIRECT_DATABASE, insertDirectly, linesOf } from "./direct.ts";
import { Inspector } from "./inspector.ts";
import type { Bench } from "./options.ts";
import { FASTAPI_MISSING, findFastApi, startFastApi } from "./peers/fastapi.ts";
import { cpuSecondsOf } from "./processes.ts";
import { cpuShares } from "./profile-shares.ts";
import type { Missing, Result } from "./result.ts";
import { DATABASE, type Rig, SETUP_TOKEN, type Worker } from "./rig.ts";
import { median, ratio, roundsOf, runInTurn } from "./rounds.ts";
import { type UploadTarget, uploadAll, uploadBodies } from "./uploads.ts";

const ROWS = 40_000;
const WARM_UP_ROWS = 40_000;
const BATCH_ROWS = 1000;
const CLIENTS = 8;
const PEER_DATABASE = "peer";
/** A batch of postings is inserted into these tables last; see INSERT_STAGES. */
const LAST_TABLES = ["raw_jobs", "job_sightings"];
const POLL_MS = 20;
const MAX_WAIT_MS = 120_000;
const SEED = 1000;

export async function benchBatches(rig: Rig, bench: Bench): Promise<(Result | Missing)[]> {
  const { rounds, progress } = bench;
  const url = await rig.clickhouse();
  const worker = await rig.worker("batches", null, { SETUP_TOKEN });
  const target = await openUploads(worker);
  const fastApi = findFastApi();
  await newDatabase(url, PEER_DATABASE);
  const peer = fastApi && (await startFastApi(fastApi, rig, PEER_DATABASE));
  let made: { round: number; rows: unknown[] } = { round: -1, rows: [] };
  const sides = (firstSeed: number, count: number) => {
    const rowsOf = (round: number) => {
      if (made.round !== round + firstSeed) {
        made = { round: round + firstSeed, rows: makeRows(firstSeed + round, count) };
      }
      return made.rows;
    };
    return [
      {
        name: "uploads",
        async run(round: number) {
          const bodies = uploadBodies(rowsOf(round), BATCH_ROWS);
          await newDatabase(url, DATABASE);
          await worker.call("forget");
          const startedAt = performance.now();
          await uploadAll(target, bodies, CLIENTS);
          await stored(url, count);
          const seconds = (performance.now() - startedAt) / 1000;
          await check(url, DATABASE, count);
          return count / seconds;
        },
      },
      {
        name: "direct",
        async run(round: number) {
          const lines = linesOf(cutBatches(`direct-${round}`, rowsOf(round), BATCH_ROWS));
          const seconds = await insertDirectly(url, lines);
          await check(url, DIRECT_DATABASE, count);
          return count / seconds;
        },
      },
      ...(peer
        ? [
            {
              name: "FastAPI",
              async run(round: number) {
                const bodies = uploadBodies(rowsOf(round), BATCH_ROWS);
                await newDatabase(url, PEER_DATABASE);
                const startedAt = performance.now();
                await uploadAll(peer, bodies, CLIENTS);
                const seconds = (performance.now() - startedAt) / 1000;
                await check(url, PEER_DATABASE, count);
                return count / seconds;
              },
            },
          ]
        : []),
    ];
  };
  await runInTurn(sides(SEED, WARM_UP_ROWS), 1, (text) => progress(`batches: warm-up, not counted: ${text}`));
  const measured = await runInTurn(sides(2 * SEED, ROWS), rounds, (text) => progress(`batches: ${text}`));
  const cpu = await whereTimeGoes(worker, bench, () => sides(3 * SEED, ROWS)[0]?.run(0));
  await worker.close();
  await peer?.close();
  const rates = [...measured.rates].map(
    ([name, values]) => `${name} ${Math.round(median(values)).toLocaleString("en-US")} rows/s`,
  );
  const what = "batches: rows/s by POST until ClickHouse shows them";
  const shared = {
    what,
    unit: "ratio" as const,
    ...roundsOf(measured),
  };
  const notes = [
    `${ROWS.toLocaleString("en-US")} new postings a round, ${BATCH_ROWS.toLocaleString("en-US")} a batch, ${CLIENTS} clients; ${rates.join(", ")}`,
    cpu,
  ];
  return [
    {
      ...shared,
      against: `the same rows inserted directly with client-web in ${DIRECT_BATCH_ROWS}-row batches`,
      target: { is: "at least", value: 0.5 },
      ...ratio(measured, "uploads", "direct"),
      notes,
    },
    fastApi
      ? {
          ...shared,
          against: `the same bodies to ${fastApi.versions}, a process per core`,
          target: { is: "at least", value: 1 },
          ...ratio(measured, "uploads", "FastAPI"),
          notes: [],
        }
      : { what: `${what} ÷ FastAPI`, missing: FASTAPI_MISSING },
  ];
}

/** Runs one more round of uploads under the profiler, which makes it slower. */
async function whereTimeGoes(
  worker: Worker,
  { profile: file, progress }: Bench,
  run: () => Promise<unknown> | undefined,
): Promise<string> {
  const inspector = await Inspector.connect(worker.inspectorUrl);
  await inspector.startProfile();
  const before = cpuSecondsOf(worker.marker);
  await run();
  const seconds = cpuSecondsOf(worker.marker) - before;
  const profile = await inspector.stopProfile();
  inspector.close();
  progress(`batches: profiled: ${seconds.toFixed(1)} s of CPU in workerd`);
  if (file) writeFileSync(file, JSON.stringify(profile));
  const thousands = ROWS / 1000;
  return `CPU of workerd per 1,000 rows ${((seconds * 1000) / thousands).toFixed(0)} ms; in the isolate: ${cpuShares(profile, thousands).join(", ")}`;
}

/** Lets the worker accept uploads and store them by itself, as deployed. */
export async function openUploads(worker: Worker): Promise<UploadTarget> {
  await worker.call("hold", { ingest: false });
  const { key } = await setUpKey((path, init) => fetch(worker.url + path, init), SETUP_TOKEN, [
    "ingest:write",
  ]);
  return { url: `${worker.url}/api/v1/universal/data/batch-store-async`, key };
}

/** Waits until ClickHouse shows `count` rows. */
async function stored(url: string, count: number): Promise<void> {
  const until = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const found = Math.min(
      ...(await Promise.all(LAST_TABLES.map((table) => countRows(url, DATABASE, table)))),
    );
    if (found >= count) return;
    if (performance.now() > until) throw new Error(`batches: ${found} of ${count} rows stored in time`);
    await sleep(POLL_MS);
  }
}

/** Checks that every row is stored, and only once. */
async function check(url: string, database: string, due: number): Promise<void> {
  const found = [await countJobs(url, database)];
  for (const table of ["jobs", "raw_jobs"]) found.push(await countRows(url, database, table));
  if (found.some((count) => count !== due)) {
    throw new Error(`batches: ${database} holds ${found.join(", ")} postings, ${due} due`);
  }
}
