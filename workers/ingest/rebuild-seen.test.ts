import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, expect, inject, test } from "vitest";
import { IngestFixture, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { seenRebuilds } from "../db/seen-schema.ts";
import { cleanUpBatches } from "./clean-up.ts";
import type { ReadStored } from "./read-stored.ts";
import { rebuildSeenIndex } from "./rebuild-seen.ts";
import { createRebuildStore } from "./rebuild-store.ts";

const STORED = Array.from({ length: 10_001 }, (_, index) => ({
  key: `k${String(index).padStart(6, "0")}`,
  hash: `h${index}`,
  first_seen: index,
  last_seen: index + 1,
}));

beforeAll(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
});

/**
 * Sets up an index, D1, and a ClickHouse with 10,001 postings of Boss; `asked` lists the keys after which pages
 * began.
 */
async function rebuildRig() {
  const { seen, clock, logger } = await IngestFixture.open();
  const db = drizzle(env.DB);
  await db.delete(seenRebuilds).run();
  const store = createRebuildStore(db);
  const asked: string[] = [];
  const readStored: ReadStored = async (_platform, _type, after, limit) => {
    asked.push(after);
    const records = STORED.filter(({ key }) => key > after).slice(0, limit);
    return { records, next: records.length < limit ? null : (records.at(-1)?.key ?? null) };
  };
  const services = { seen, store, readStored, clock, logger };
  const start = (at = clock.now()) => store.start({ platform: "boss", type: "job" }, "user:root", at);
  const shown = async () => (await store.list({ platform: "boss", type: "job" }))[0];
  return {
    ...services,
    asked,
    start,
    shown,
    run: (over = {}) => rebuildSeenIndex({ ...services, ...over }, Infinity),
  };
}

test("rebuilds an index page by page and drops what ClickHouse no longer holds", async () => {
  const { seen, asked, start, run, shown, clock } = await rebuildRig();
  await seen.mark("boss", "job", [{ key: "gone", hash: "1" }], 1, 1);
  // This record is wrong, although its time is later than that of the row in ClickHouse.
  await seen.mark("boss", "job", [{ key: "k000007", hash: "other" }], 100, 1);
  // This record is stored while the rebuild runs.
  await seen.mark("boss", "job", [{ key: "a-new-one", hash: "1" }], clock.now() + 1, 1);
  await start();
  expect(await run()).toBe(10_001);
  expect(asked).toEqual(["", "k009999"]);
  expect(await seen.count("boss", "job")).toBe(10_002);
  expect(
    await seen.check("boss", "job", [
      { key: "k010000", hash: "h10000" },
      { key: "gone", hash: "1" },
      { key: "k000007", hash: "h7" },
      { key: "a-new-one", hash: "1" },
    ]),
  ).toEqual(["unchanged", "new", "unchanged", "unchanged"]);
  expect(await shown()).toMatchObject({
    restored: 10_001,
    indexKeys: 10_002,
    finishedAt: clock.now(),
    error: null,
  });
  expect(await run()).toBe(0);
});

test("goes on at the page that failed, and shows why it failed", async () => {
  const { asked, start, run, shown, readStored } = await rebuildRig();
  await start();
  const down: ReadStored = async (platform, type, after, limit) => {
    if (after !== "") throw new Error("connection refused");
    return readStored(platform, type, after, limit);
  };
  await expect(run({ readStored: down })).rejects.toThrow("connection refused");
  expect(await shown()).toMatchObject({
    restored: 10_000,
    afterKey: "k009999",
    error: "connection refused",
    finishedAt: null,
  });
  // A running rebuild keeps its position when it is requested again.
  await start(1);
  expect(await run()).toBe(1);
  expect(asked).toEqual(["", "k009999"]);
  expect(await shown()).toMatchObject({ restored: 10_001, error: null });
  await start();
  expect(await shown()).toMatchObject({ restored: 0, afterKey: "", finishedAt: null, indexKeys: null });
});

test("moves a rebuild on once when two runs read the same page", async () => {
  const { start, run, shown, store, readStored } = await rebuildRig();
  await start();
  let twice = false;
  const meanwhile: ReadStored = async (...page) => {
    if (!twice) {
      twice = true;
      await run();
    }
    return readStored(...page);
  };
  await run({ readStored: meanwhile });
  expect(await shown()).toMatchObject({ restored: 10_001, indexKeys: 10_001 });
  expect(await store.next()).toBeNull();
});

test("cleans up receipts in as many calls as it takes", async () => {
  let left = 12_000;
  const cleanUp = async () => {
    const deleted = Math.min(left, 5000);
    left -= deleted;
    return { deleted, more: deleted === 5000 };
  };
  expect(await cleanUpBatches({ cleanUp }, 0)).toBe(12_000);
});

test("deletes receipts of stored batches only", async () => {
  const ingest = await IngestFixture.open();
  await ingest.accept("stored", rawRows(1));
  await ingest.drain();
  await ingest.accept("waiting", rawRows(1, "x"));
  expect(await cleanUpBatches(ingest.ledger.stub, ingest.ledger.now + 1)).toBe(1);
  expect(await ingest.ledger.stub.receipt("stored")).toBeNull();
  expect(await ingest.ledger.stub.receipt("waiting")).not.toBeNull();
});
