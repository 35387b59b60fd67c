/** Routes below /bench: each takes JSON and answers JSON. */

import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import { seenClient } from "../../durable-objects/seen-index/client.ts";
import schedulesSql from "../../migrations/d1/0000_schedules.sql";
import peopleSql from "../../migrations/d1/0001_users_roles_audit.sql";
import auditSql from "../../migrations/d1/0002_audit_is_kept.sql";
import pushSql from "../../migrations/d1/0003_push_targets_upload_findings.sql";
import rebuildsSql from "../../migrations/d1/0004_seen_rebuilds.sql";
import networksSql from "../../migrations/d1/0005_known_networks_used_codes.sql";
import factsSql from "../../migrations/d1/0006_fact_refreshes.sql";
import slotsSql from "../../migrations/d1/0007_fewer_rows_per_slot.sql";
import searchesSql from "../../migrations/d1/0008_saved_searches.sql";
import exportsSql from "../../migrations/d1/0009_exports.sql";
import dataSetSql from "../../migrations/d1/0010_data_set.sql";
import dictionariesSql from "../../migrations/d1/0016_dictionaries.sql";
import schedulePolicySql from "../../migrations/d1/0020_schedule_policies.sql";
import bulkSql from "../../migrations/d1/0021_bulk_actions.sql";
import { readConfig } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { SEEN_TYPES } from "../../shared/contracts/seen-index.ts";
import { servicesOf } from "../../workers/services.ts";
import { realDelay } from "./cost/clock.ts";
import { costRun } from "./cost/run.ts";
import { runTasks, seedTasks, setTaskQueue, taskLatency, tasksDone, untilTasksDone } from "./empty-tasks.ts";
import { exportState, startExport, streamExport } from "./exports.ts";
import { claimMany, claimOneByOne, seedLedger } from "./ledger-load.ts";
import { stoppedTasks } from "./stopped-tasks.ts";
import { switches } from "./switches.ts";
import { startTimings, stopTimings } from "./timings.ts";

const D1_MIGRATIONS = [
  schedulesSql,
  peopleSql,
  auditSql,
  pushSql,
  rebuildsSql,
  networksSql,
  factsSql,
  slotsSql,
  searchesSql,
  exportsSql,
  dataSetSql,
  dictionariesSql,
  schedulePolicySql,
  bulkSql,
];
const PLATFORM: Platform = "qcwy";
const CONSUME_MS = 10 * 60_000;
const POLL_MS = 20;
const KEEP_ALIVE_MS = 5000;

interface Batches {
  batches: { batchId: string; rows: unknown[] }[];
}
interface Searches {
  shard: number;
  searches: { keyword: string; city: string }[];
}

const operations: Record<string, (env: Env, body: never) => Promise<unknown>> = {
  ping: async () => ({}),
  stoppedTasks,
  runTasks,
  seedTasks,
  setTaskQueue,
  taskLatency,
  tasksDone,
  untilTasksDone,

  /** Creates the schema of D1, unless an earlier worker with the same storage did. */
  async migrateD1(env: Env) {
    const made = await env.DB.prepare("SELECT 1 FROM sqlite_master WHERE name = 'seen_rebuilds'").first();
    if (made !== null) return {};
    for (const sql of D1_MIGRATIONS) {
      const statements = sql.split("--> statement-breakpoint").map((text) => env.DB.prepare(text));
      await env.DB.batch(statements);
    }
    return {};
  },

  /** Writes batches to the spool by the real accept. */
  async accept(env: Env, { batches }: Batches) {
    const { ingest } = servicesOf(env);
    let bytes = 0;
    for (const { batchId, rows } of batches) {
      const accepted = await ingest.accept({
        batch_id: batchId,
        platform: PLATFORM,
        channel: "web",
        data_type: "job",
        rows,
        // The rows are of many cities: as those of one city they would wait in quarantine.
        run: { keyword_id: "bench", run_id: "bench", keyword: "Java", city: "全国" },
        source: "edge",
        request_id: "bench",
        collected_at: Date.now(),
      });
      if (accepted.invalid.length > 0) throw new Error(`invalid row: ${JSON.stringify(accepted.invalid[0])}`);
      bytes += accepted.received;
    }
    return { rows: bytes };
  },

  async hold(_env: Env, { ingest }: { ingest: boolean }) {
    switches.holdIngest = ingest;
    return {};
  },

  /** Stores groups until none is due, as a wake-up of the ingest queue does. */
  async consume(env: Env) {
    const startedAt = Date.now();
    const report = await servicesOf(env).ingest.consume("bench", CONSUME_MS);
    return { ...report, ms: Date.now() - startedAt };
  },

  ingestStatus: (env: Env) => servicesOf(env).api.ingest.status(),

  /** Empties SeenIndex, so that the next crawl's postings are new again. */
  async forget(env: Env) {
    const seen = seenClient(env.SEEN_INDEX, readConfig(env).SEEN_SHARDS);
    for (const type of SEEN_TYPES) await seen.clear(PLATFORM, type);
    return {};
  },

  /** Adds searches to a ledger of their own, which wakes the lanes, and waits until all are done. */
  async crawl(env: Env, { shard, searches }: Searches) {
    const ledger = keywordLedger(env, PLATFORM, shard);
    const items = searches.map((search) => ({
      ...search,
      platform: PLATFORM,
      channel: "web" as const,
      priority: 5,
    }));
    const startedAt = performance.now();
    await ledger.create(items, "bench");
    for (;;) {
      const stats = await ledger.stats();
      const { done, failed, blocked } = stats.states;
      if (failed + blocked > 0) throw new Error(`the crawl failed: ${JSON.stringify(stats)}`);
      if (done === items.length) return { seconds: (performance.now() - startedAt) / 1000, stats };
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  },

  async startTimings() {
    startTimings();
    return {};
  },
  stopTimings: async () => stopTimings(),

  costRun,
  startExport,
  streamExport,
  exportState,
  seedLedger,
  claimMany,
  claimOneByOne,
};

/** Sends spaces until the work is done, because a client gives up on an answer that does not begin within minutes. */
function answerWhileItRuns(work: Promise<unknown>): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const send = async () => {
    let over = false;
    const done = work
      .then(
        (value) => JSON.stringify(value),
        (error: unknown) => JSON.stringify({ error: String(error) }),
      )
      .finally(() => {
        over = true;
      });
    while (!over) {
      await writer.write(encoder.encode(" "));
      await Promise.race([done, realDelay(KEEP_ALIVE_MS)]);
    }
    await writer.write(encoder.encode(await done));
    await writer.close();
  };
  void send();
  return new Response(readable);
}

export async function answer(request: Request, env: Env): Promise<Response> {
  const name = new URL(request.url).pathname.replace("/bench/", "");
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) return new Response(`no operation ${name}`, { status: 404 });
  if (name === "costRun") return answerWhileItRuns(operation(env, (await request.json()) as never));
  if (name === "streamExport") return streamExport(env, (await request.json()) as never);
  try {
    const body = request.method === "POST" ? await request.json() : {};
    return Response.json((await operation(env, body as never)) ?? {});
  } catch (error) {
    return new Response(error instanceof Error ? (error.stack ?? error.message) : String(error), {
      status: 500,
    });
  }
}
