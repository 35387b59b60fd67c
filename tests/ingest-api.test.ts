/** Many senders upload while ClickHouse and the Worker stop: what was accepted is in ClickHouse in the end, once. */
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allStored } from "./support/invariant.ts";
import { SHORT_LEASE, type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";
import { batchMaker, type LoadReport, uploadLoad } from "./support/upload-load.ts";

const CLIENTS = 50;
const BATCH_ROWS = 400;
/** Each client sends this many batches. `npm run bench -- --only load` runs the whole minute. */
const BATCHES = 1;

let system: System;
beforeAll(async () => {
  system = await startSystem({ vars: SHORT_LEASE });
});
afterAll(() => system?.close());

const maker = batchMaker(7, BATCH_ROWS);

async function load(name: string): Promise<LoadReport> {
  const { url } = await system.harness.listen();
  const report = await uploadLoad({
    post: (path, init) => fetch(new URL(path, url), { method: "POST", ...init }),
    apiKey: system.apiKey,
    clients: CLIENTS,
    maker,
    name,
    more: (sent) => sent < BATCHES,
  });
  const { batchIds, rows, ms, p50Ms, p99Ms, statuses } = report;
  console.log(
    `${name}: ${batchIds.length} batches, ${rows} rows in ${(ms / 1000).toFixed(1)} s, answers p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, statuses ${JSON.stringify(statuses)}`,
  );
  return report;
}

const begun = () => until("the first batches", async () => (await system.ingest()).waiting_parts > 0);

/** Checks that each row of each accepted batch is stored once, under its own batch's receipt. */
async function expectAllStored(name: string, { batchIds, rows }: LoadReport): Promise<void> {
  await allStored(system);
  for (const table of ["raw_jobs", "jobs", "job_sightings"]) {
    // Merges are stopped, so a row that was inserted twice is counted twice.
    const [count] = await system.rows<{ rows: number; keys: number }>(
      `SELECT count() AS rows, uniqExact(job_key) AS keys FROM ${table} WHERE startsWith(job_key, {name:String})`,
      { name: `${name}-` },
    );
    expect(count, table).toEqual({ rows, keys: rows });
  }
  for (const id of batchIds) {
    expect(await system.api(`/universal/data/batches/${id}?limit=1`)).toMatchObject({
      state: "stored",
      received: BATCH_ROWS,
      inserted: BATCH_ROWS,
      invalid: 0,
    });
  }
}

test("50 clients at once, ClickHouse gone in the middle: no 5xx, nothing lost", async () => {
  const running = load("away");
  await Promise.race([running, begun()]);
  await system.clickhouse.control({ down: "cut" });
  const report = await running;
  expect(report.batchIds).toHaveLength(CLIENTS * BATCHES);
  // A busy machine may ask a sender to retry later.
  expect(["202", "429"]).toEqual(expect.arrayContaining(Object.keys(report.statuses)));
  expect((await system.ingest()).waiting_rows).toBeGreaterThan(0);
  await system.clickhouse.control({ down: false });
  await expectAllStored("away", report);
});

test("the Worker killed in the middle: answers are lost, rows are not, and none is there twice", async () => {
  const running = load("killed");
  await Promise.race([running, begun()]);
  await system.killWorker();
  const report = await running;
  expect(report.batchIds).toHaveLength(CLIENTS * BATCHES);
  await expectAllStored("killed", report);
});

test("one request is one upload: its rows, its line in the log and the count of its sender carry its ids", async () => {
  const uploads = async () => {
    await system.api("/schedules/export-uploads/run", { method: "POST" });
    const page = await system.api<{ items: { uploads: number; rows: number }[] }>("/uploads");
    return page.items.reduce((sum, sender) => sum + sender.uploads, 0);
  };
  const before = await uploads();
  const body = batchMaker(11, 3500).body("my-batch");
  const answer = await system.api<{ upload_id: string; batch_id: string }>("/universal/data/batch-store", {
    body: JSON.parse(body) as object,
  });
  expect(answer).toMatchObject({ batch_id: "my-batch", state: "stored", inserted: 3500 });
  const { upload_id } = answer;
  for (const id of [upload_id, "my-batch"]) {
    expect(await system.api(`/universal/data/batches/${id}?limit=1`)).toMatchObject({
      upload_id,
      batch_id: "my-batch",
    });
  }
  for (const table of ["raw_jobs", "jobs", "job_sightings"]) {
    const parts = await system.rows<{ part: number; rows: number }>(
      `SELECT part, count() AS rows FROM ${table}
       WHERE upload_id = {upload_id:String} AND batch_id = 'my-batch' GROUP BY part ORDER BY part`,
      { upload_id },
    );
    expect(
      parts.map(({ part }) => part),
      table,
    ).toEqual(parts.map((_, index) => index));
    expect(parts.length, table).toBeGreaterThanOrEqual(3);
    expect(
      parts.reduce((sum, { rows }) => sum + rows, 0),
      table,
    ).toBe(3500);
  }
  expect(await uploads()).toBe(before + 1);
  expect(
    await system.rows("SELECT batch_id, received, valid FROM uploads WHERE upload_id = {upload_id:String}", {
      upload_id,
    }),
  ).toEqual([{ batch_id: "my-batch", received: 3500, valid: 3500 }]);
});

test("senders that go away in the middle of a body hold up nobody, and nothing of theirs is stored", async () => {
  const { url } = await system.harness.listen();
  const body = maker.body("gone");
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      const sender = request(new URL("/api/v1/universal/data/batch-store-async", url), {
        method: "POST",
        headers: {
          authorization: `Bearer ${system.apiKey}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      });
      sender.on("error", () => {});
      await new Promise((sent) => sender.write(body.slice(0, body.length / 2), sent));
      const closed = new Promise((resolve) => sender.once("close", resolve));
      sender.destroy();
      await closed;
    }),
  );
  const answer = await system.api<{ state: string; received: number }>("/universal/data/batch-store", {
    body: JSON.parse(maker.body("after")) as object,
  });
  expect(answer).toMatchObject({ state: "stored", received: BATCH_ROWS });
  await expect(system.api("/universal/data/batches/gone")).rejects.toThrow("404");
});
