/** A lost SeenIndex is rebuilt from ClickHouse; after that, rows sent again are known, and none is stored twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRows } from "../bench/backlog.ts";
import { SEEN_TYPES } from "../shared/contracts/seen-index.ts";
import { type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";

const ROWS = 400;
const SHARDS = 3;

interface Receipt {
  state: string;
  received: number;
  inserted: number;
  duplicate: number;
}

interface Rebuild {
  platform: string;
  type: string;
  state: string;
  restored: number;
  index_keys: number | null;
  error: string | null;
}

let system: System;
beforeAll(async () => {
  system = await startSystem({ vars: { SEEN_SHARDS: SHARDS } });
});
afterAll(() => system?.close());

const postings = makeRows(11, ROWS);
const companies = [...new Map(postings.map((row) => [(row as { coId: string }).coId, row])).values()];

/** @returns the counts of the answer */
async function upload(batch_id: string, data_type: "job" | "company", data_list: unknown[]) {
  const body = { platform_type: "qcwy", channel: "web", data_type, batch_id, data_list };
  const receipt = await system.api<Receipt>("/universal/data/batch-store", { body });
  expect(receipt).toMatchObject({ state: "stored", received: data_list.length });
  return receipt;
}

/** Counts rows in all parts of the tables: merges are stopped, so that a copy counts twice. */
async function physicalRows() {
  const [counts] = await system.rows<Record<string, number>>(
    `SELECT ${["raw_jobs", "jobs", "raw_companies", "companies"]
      .map((table) => `(SELECT count() FROM ${table}) AS ${table}`)
      .join(", ")}`,
  );
  return counts;
}

/** Runs a statement in every shard of every index of the platform. */
async function inIndexes(sql: string): Promise<Record<string, unknown>[]> {
  const worker = system.harness.getWorker();
  const names = SEEN_TYPES.flatMap((type) =>
    Array.from({ length: SHARDS }, (_, shard) => `qcwy:${type}:${shard}`),
  );
  const rows = [];
  for (const name of names) {
    const storage = await worker.getDurableObjectStorage("SeenIndex", { name });
    rows.push(...((await storage.exec(sql)) as Record<string, unknown>[]));
  }
  return rows;
}

test("a lost index is rebuilt, and what was stored before is known again", async () => {
  expect(await upload("first", "job", postings)).toMatchObject({ inserted: ROWS });
  expect(await upload("pages", "company", companies)).toMatchObject({ inserted: companies.length });
  const before = await physicalRows();
  expect(before).toMatchObject({ raw_jobs: ROWS, jobs: ROWS, raw_companies: companies.length });

  const kept = await inIndexes("SELECT key, hash FROM seen ORDER BY key");
  expect(kept.length).toBeGreaterThan(ROWS + companies.length);
  await inIndexes("DELETE FROM seen");
  expect(await inIndexes("SELECT key FROM seen")).toEqual([]);

  const started = await system.api<{ items: Rebuild[] }>("/ingest/seen-rebuilds", {
    body: { platform: "qcwy" },
  });
  expect(started.items.map(({ state }) => state)).toEqual(SEEN_TYPES.map(() => "running"));
  await system.tick();
  const { items } = await until("the rebuild to finish", async () => {
    const shown = await system.api<{ items: Rebuild[] }>("/ingest/seen-rebuilds");
    return shown.items.every(({ state }) => state === "finished") && shown;
  });
  const restored = Object.fromEntries(items.map(({ type, restored }) => [type, restored]));
  expect(restored).toMatchObject({ job: ROWS, company: companies.length, job_detail: 0 });
  for (const { restored, index_keys, error } of items) expect([index_keys, error]).toEqual([restored, null]);
  expect(await inIndexes("SELECT key, hash FROM seen ORDER BY key")).toEqual(kept);

  expect(await upload("again", "job", postings)).toMatchObject({ inserted: 0, duplicate: ROWS });
  expect(await upload("pages-again", "company", companies)).toMatchObject({
    inserted: 0,
    duplicate: companies.length,
  });
  expect(await physicalRows()).toEqual(before);
});
