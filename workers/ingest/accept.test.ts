import { describe, expect, test } from "vitest";
import type { IngestBatch } from "../../shared/contracts/ingest.ts";
import { batchOfSpoolKey } from "../../shared/domain/spool-key.ts";
import { DAY_MS } from "../../shared/time.ts";
import { IngestFixture, makeBatch, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { acceptBatch } from "./accept.ts";
import { BATCHES_KEPT_MS, cleanUpBatches } from "./clean-up.ts";
import { unpackSpool } from "./pack-spool.ts";
import { readSpoolHeader } from "./spool-header.ts";
import { sweepSpool } from "./sweep.ts";

const MIN_AGE_MS = 600_000;

describe("accept", () => {
  test("writes the batch to the spool and registers it", async () => {
    const ingest = await IngestFixture.open();
    const rows = [...rawRows(3), { title: "no key" }];
    const result = await ingest.accept("batch-1", rows);
    expect(result).toMatchObject({ batch_id: "batch-1", replayed: false, received: 4 });
    expect(result.entries.map((entry) => entry.key)).toEqual(["job-0", "job-1", "job-2"]);
    expect(result.invalid).toEqual([{ index: 3, field: "id", reason: "is missing" }]);
    const [key = ""] = await ingest.spoolKeys();
    expect(batchOfSpoolKey(key)).toBe("batch-1");
    const body = unpackSpool((await ingest.store.getBytes(key)) ?? new Uint8Array());
    expect(readSpoolHeader(body).rows).toBe(3);
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({
      state: "accepted",
      spool_key: key,
      bytes: body.length,
      received: 4,
      invalid: 1,
      problems: [{ field: "id", reason: "is missing", rows: "3" }],
      run_id: "run-1",
    });
  });

  test("answers a replay the same and leaves the first rows as they are", async () => {
    const ingest = await IngestFixture.open();
    const rows = rawRows(3);
    const first = await ingest.accept("batch-1", rows);
    const keys = await ingest.spoolKeys();
    expect(await ingest.accept("batch-1", rows)).toEqual({ ...first, replayed: true });
    expect(await ingest.spoolKeys()).toEqual(keys);
    await ingest.drain();
    expect(await ingest.accept("batch-1", rawRows(9, "other"))).toMatchObject({
      replayed: true,
      received: 9,
    });
    expect(await ingest.spoolKeys()).toEqual([]);
    await ingest.drain();
    expect(ingest.inserter.rows("jobs")).toHaveLength(3);
    expect((await ingest.ledger.stub.status()).by_platform.boss).toMatchObject({ batches: 1, received: 3 });
  });

  test("writes no spool object for a batch without a usable row, and counts it", async () => {
    const ingest = await IngestFixture.open();
    expect(await ingest.accept("batch-1", [null, 1])).toMatchObject({ received: 2, entries: [] });
    expect(await ingest.spoolKeys()).toEqual([]);
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({ state: "stored", invalid: 2 });
  });

  test.each(["", "a/b", "../x", "a b", "编号", "x".repeat(129)])(
    "refuses the batch id %j",
    async (batchId) => {
      const ingest = await IngestFixture.open();
      await expect(ingest.accept(batchId, rawRows(1))).rejects.toMatchObject({
        code: "validation_failed",
        problems: [{ field: "batch_id" }],
      });
      expect(await ingest.spoolKeys()).toEqual([]);
    },
  );

  test("registers nothing when the spool fails", async () => {
    const ingest = await IngestFixture.open();
    const store = { ...ingest.store, put: () => Promise.reject(new Error("R2 is away")) };
    await expect(
      acceptBatch({ ...ingest.acceptServices, store }, makeBatch("batch-1", rawRows(1))),
    ).rejects.toThrow("R2 is away");
    expect(await ingest.ledger.stub.receipt("batch-1")).toBeNull();
  });
});

describe("the sweep", () => {
  const sweep = (ingest: IngestFixture) =>
    sweepSpool({
      ledger: ingest.ledger.stub,
      store: ingest.store,
      clock: ingest.clock,
      logger: ingest.logger,
    });
  /** Sets the fixture's clock back: it is years ahead of R2's, so that all objects count as old. */
  const makeYoung = (ingest: IngestFixture) => {
    ingest.ledger.now = Date.now() + MIN_AGE_MS - 60_000;
  };

  /** Simulates a Worker that dies between the two writes. */
  async function orphan(ingest: IngestFixture, batchId: string, over: Partial<IngestBatch> = {}) {
    const ledger = { register: () => Promise.reject(new Error("killed")) };
    await expect(
      acceptBatch({ ...ingest.acceptServices, ledger }, makeBatch(batchId, [...rawRows(3), null], over)),
    ).rejects.toThrow("killed");
  }

  test("registers an orphan from its header, once it is old enough", async () => {
    const ingest = await IngestFixture.open();
    await orphan(ingest, "batch-1");
    const late = ingest.ledger.now;
    makeYoung(ingest);
    expect(await sweep(ingest)).toEqual({ looked: 1, registered: 0, deleted: 0, damaged: 0 });
    ingest.ledger.now = late;
    expect(await sweep(ingest)).toEqual({ looked: 1, registered: 1, deleted: 0, damaged: 0 });
    expect(await sweep(ingest)).toEqual({ looked: 1, registered: 0, deleted: 0, damaged: 0 });
    expect(await ingest.ledger.stub.receipt("batch-1")).toMatchObject({
      state: "accepted",
      received: 4,
      invalid: 1,
      problems: [{ rows: "3" }],
      source: "edge",
      request_id: "request-1",
      run_id: "run-1",
    });
    await ingest.drain();
    expect(ingest.inserter.rows("jobs")).toHaveLength(3);
  });

  test("registers one of two copies and deletes the other", async () => {
    const ingest = await IngestFixture.open();
    await orphan(ingest, "batch-1");
    await orphan(ingest, "batch-1");
    expect(await sweep(ingest)).toMatchObject({ looked: 2, registered: 1 });
    expect(await sweep(ingest)).toMatchObject({ looked: 2, registered: 0, deleted: 1 });
    expect(await ingest.spoolKeys()).toHaveLength(1);
  });

  test("deletes what a stored batch left behind, and keeps what waits", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("stored", rawRows(1));
    const store = { ...ingest.store, delete: () => Promise.reject(new Error("R2 is away")) };
    expect(await ingest.consume({}, { store })).toMatchObject({ groups: 1 });
    await ingest.accept("waiting", rawRows(1));
    expect(await ingest.spoolKeys()).toHaveLength(2);
    expect(await sweep(ingest)).toMatchObject({ looked: 2, deleted: 1 });
    expect((await ingest.spoolKeys()).map(batchOfSpoolKey)).toEqual(["waiting"]);
  });

  test("stores nothing again whose object outlived the ledger's record of it", async () => {
    const ingest = await IngestFixture.open();
    await ingest.accept("stored", rawRows(1));
    const store = { ...ingest.store, delete: () => Promise.reject(new Error("R2 is away")) };
    expect(await ingest.consume({}, { store })).toMatchObject({ groups: 1 });
    ingest.ledger.now += BATCHES_KEPT_MS + 2 * DAY_MS;
    expect(await cleanUpBatches(ingest.ledger.stub, ingest.ledger.now - BATCHES_KEPT_MS)).toBe(1);
    expect(await sweep(ingest)).toMatchObject({ looked: 1, registered: 0, deleted: 1 });
    expect(await ingest.ledger.stub.receipt("stored")).toBeNull();
    expect(ingest.logs).toContainEqual(expect.objectContaining({ message: "ingest.spool-forgotten" }));
  });

  test("never registers a part of an upload, and deletes it once its upload cannot be coming any more", async () => {
    const ingest = await IngestFixture.open();
    const upload = { id: "u", part: 0, offset: 0, ip: "192.0.2.1" };
    await orphan(ingest, "u.0", { upload });
    ingest.ledger.now = Date.now() + MIN_AGE_MS + 60_000;
    expect(await sweep(ingest)).toEqual({ looked: 1, registered: 0, deleted: 0, damaged: 0 });
    ingest.ledger.now += 1_800_000;
    expect(await sweep(ingest)).toEqual({ looked: 1, registered: 0, deleted: 1, damaged: 0 });
    expect(await ingest.spoolKeys()).toEqual([]);
    expect((await ingest.ledger.stub.status()).waiting_batches).toBe(0);
  });

  test("leaves an unreadable orphan for an operator and continues", async () => {
    const ingest = await IngestFixture.open();
    await ingest.store.put("spool/2026-11-22/aaa.copy1.ndjson.br", "not packed");
    await orphan(ingest, "batch-1");
    expect(await sweep(ingest)).toMatchObject({ looked: 2, registered: 1, damaged: 1 });
    expect(ingest.logs).toContainEqual(
      expect.objectContaining({ message: "ingest.spool-damaged", level: "error" }),
    );
  });

  test("goes through a spool of many pages in turns", async () => {
    const ingest = await IngestFixture.open();
    const lists: (string | undefined)[] = [];
    const store = {
      ...ingest.store,
      list: async (_prefix: string, cursor?: string) => {
        lists.push(cursor);
        return { blobs: [], cursor: lists.length === 8 ? null : `page-${lists.length}` };
      },
    };
    const services = { ledger: ingest.ledger.stub, store, clock: ingest.clock, logger: ingest.logger };
    await sweepSpool(services);
    expect(lists).toEqual([undefined, "page-1", "page-2", "page-3", "page-4"]);
    await sweepSpool(services);
    expect(lists.slice(5)).toEqual(["page-5", "page-6", "page-7"]);
    expect(await ingest.ledger.stub.sweepCursor()).toBeNull();
  });
});
