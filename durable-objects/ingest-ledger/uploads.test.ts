import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { NewUpload } from "../../shared/contracts/ingest-ledger.ts";
import { LedgerFixture, LIMITS, newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { migrate } from "../base/migrate.ts";
import { MIGRATIONS } from "./migrations.ts";

/** @param key a sender and the id it chose, `u:1` */
function newUpload(key: string, parts: number, over: Partial<NewUpload> = {}): NewUpload {
  const uploadId = over.upload_id ?? key.replace(":", ".");
  return {
    upload_id: uploadId,
    sender_key: key,
    sender_batch_id: key.slice(key.indexOf(":") + 1),
    digest: "d1",
    urgent: false,
    parts: Array.from({ length: parts }, (_, part) =>
      newBatch(`${uploadId}.${part}`, {
        upload: { id: uploadId, part, offset: 20 * part, ip: "192.0.2.1" },
      }),
    ),
    ...over,
  };
}

async function store(fixture: LedgerFixture): Promise<void> {
  for (;;) {
    const { group } = await fixture.stub.takeGroup("h1", LIMITS);
    if (!group) return;
    const counts = group.batches.map(() => ({
      inserted: 15,
      changed: 3,
      duplicates: 2,
      verdicts: "15n3c2u",
    }));
    await fixture.stub.confirm(group.group_id, group.fence, counts);
  }
}

describe("an upload", () => {
  test("counts as a whole or not at all", async () => {
    const fixture = await LedgerFixture.open();
    const broken = newUpload("u:1", 3);
    // The table refuses the last part.
    (broken.parts[2] as { bytes: unknown }).bytes = null;
    await runInDurableObject(fixture.stub, (object) =>
      expect(object.registerUpload(broken)).rejects.toThrow("NOT NULL"),
    );
    expect(await fixture.stub.uploadReceipt("u", "1")).toBeNull();
    expect(await fixture.stub.status()).toMatchObject({ waiting_batches: 0, by_platform: {} });
    expect(await fixture.stub.registerUpload(newUpload("u:1", 3))).toEqual({ ok: true, replayed: false });
    expect(await fixture.stub.status()).toMatchObject({ waiting_batches: 3, waiting_rows: 60 });
  });

  test("sent again changes nothing; other content under its id is refused", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.registerUpload(newUpload("u:1", 2));
    const again = newUpload("u:1", 2);
    again.parts = again.parts.map((part) => ({ ...part, batchId: `again.${part.batch_id}` }));
    expect(await fixture.stub.registerUpload(again)).toEqual({ ok: true, replayed: true });
    expect(await fixture.stub.registerUpload({ ...again, digest: "d2" })).toEqual({
      ok: false,
      code: "other-content",
    });
    expect(await fixture.stub.status()).toMatchObject({ waiting_batches: 2, waiting_rows: 40 });
    const receipt = await fixture.stub.uploadReceipt("u", "1");
    expect(receipt?.parts.map(({ batch_id: batchId, offset }) => [batchId, offset])).toEqual([
      ["u.1.0", 0],
      ["u.1.1", 20],
    ]);
  });

  test("is as bad as its worst part, and stored when the last one is", async () => {
    const fixture = await LedgerFixture.open({ attempts: 1 });
    await fixture.stub.registerUpload(newUpload("u:1", 2));
    const state = async () => (await fixture.stub.uploadReceipt("u", "1"))?.state;
    expect(await state()).toBe("accepted");
    const { group } = await fixture.stub.takeGroup("h1", LIMITS);
    if (!group) throw new Error("no group");
    expect(await state()).toBe("accepted");
    await fixture.stub.failGroup(group.group_id, group.fence, "type mismatch", "rejected", ["u.1.1"]);
    expect(await state()).toBe("dead");
    await store(fixture);
    expect(await state()).toBe("dead");
    await fixture.stub.replayDead(["u.1.1"]);
    expect(await state()).toBe("accepted");
    await store(fixture);
    expect(await fixture.stub.uploadReceipt("u", "1")).toMatchObject({
      state: "stored",
      parts: [{ inserted: 15, changed: 3, duplicates: 2, verdicts: "15n3c2u" }, { inserted: 15 }],
    });
  });

  test("that somebody waits for is due at once and wakes the queue; another one lingers", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    await fixture.stub.registerUpload(newUpload("u:1", 1));
    expect(fixture.wakes).toEqual([]);
    expect(await fixture.stub.takeGroup("h1", LIMITS)).toEqual({ group: null, wait_ms: 5000 });
    await fixture.stub.registerUpload(newUpload("u:2", 1, { urgent: true }));
    expect(fixture.wakes).toHaveLength(1);
    const { group } = await fixture.stub.takeGroup("h1", LIMITS);
    expect(group?.batches).toHaveLength(2);
  });

  test("that is urgent has its alarm before the queue answers the wake-up", async () => {
    const fixture = await LedgerFixture.open({ lingerMs: 5000 });
    const alarmAt = await runInDurableObject(fixture.stub, async (object, { storage }) => {
      // The object ends while it waits for the queue.
      object.sendWake = () => new Promise(() => {});
      void object.registerUpload(newUpload("u:1", 1, { urgent: true }));
      await Promise.resolve();
      return storage.getAlarm();
    });
    expect(alarmAt).not.toBeNull();
    const refused = await LedgerFixture.open({ lingerMs: 5000 });
    refused.queueDown = true;
    await refused.stub.registerUpload(newUpload("u:1", 1, { urgent: true }));
    expect(await refused.alarmIn()).toBe(1000);
  });

  test("is waited for until it is stored, or the time is over", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.registerUpload(newUpload("u:1", 2));
    expect(await fixture.stub.waitForUpload("u", "1", 1)).toMatchObject({ state: "accepted" });
    const waiting = fixture.stub.waitForUpload("u", "1", 20_000);
    await store(fixture);
    expect(await waiting).toMatchObject({ state: "stored" });
    expect(await fixture.stub.waitForUpload("u", "1", 20_000)).toMatchObject({ state: "stored" });
    expect(await fixture.stub.waitForUpload("u", "none", 20_000)).toBeNull();
  });

  test("is forgotten with the last of its batches", async () => {
    const fixture = await LedgerFixture.open();
    await fixture.stub.registerUpload(newUpload("u:1", 2));
    await store(fixture);
    expect(await fixture.stub.cleanUp(fixture.now)).toMatchObject({ deleted: 0 });
    expect(await fixture.stub.uploadReceipt("u", "1")).not.toBeNull();
    expect(await fixture.stub.cleanUp(fixture.now + 1)).toMatchObject({ deleted: 2 });
    expect(await fixture.stub.uploadReceipt("u", "1")).toBeNull();
  });
});

test("a ledger from before uploads gets their columns, and its batches go on", async () => {
  const fixture = await LedgerFixture.open();
  await fixture.stub.register(newBatch("old"));
  await runInDurableObject(fixture.stub, (_object, { storage }) => {
    const { sql } = storage;
    sql.exec("DROP INDEX batches_urgent; DROP INDEX batches_of_upload; DROP TABLE uploads");
    for (const column of ["due_at", "upload_id", "part", "sender_batch_id", "row_offset", "ip", "verdicts"]) {
      sql.exec(`ALTER TABLE batches DROP COLUMN ${column}`);
    }
    const gone = ["002_uploads", "005_upload_ids", "008_upload_fences", "009_fewer_indexes"];
    sql.exec(
      "DELETE FROM schema_migrations WHERE name IN (SELECT value FROM json_each(?))",
      JSON.stringify(gone),
    );
    migrate(storage, MIGRATIONS);
    migrate(storage, MIGRATIONS);
  });
  await fixture.stub.registerUpload(newUpload("u:1", 1));
  const { group } = await fixture.stub.takeGroup("h1", LIMITS);
  expect(group?.batches.map(({ batch_id: batchId }) => batchId)).toEqual(["old", "u.1.0"]);
});

test("an upload is found by the id that its sender chose and by ours, and by no other sender", async () => {
  const { stub } = await LedgerFixture.open();
  await stub.registerUpload(newUpload("u:1", 2));
  const named = { upload_id: "u.1", sender_batch_id: "1", parts: [{ part: 0 }, { part: 1 }] };
  expect(await stub.uploadReceipt("u", "1")).toMatchObject(named);
  expect(await stub.uploadReceipt("u", "u.1")).toMatchObject(named);
  expect(await stub.uploadReceipt("w", "1")).toBeNull();
  expect(await stub.uploadReceipt("w", "u.1")).toBeNull();
  expect(await stub.receipt("u.1.1")).toMatchObject({ upload_id: "u.1", part: 1, sender_batch_id: "1" });
});

test("a ledger that knew uploads by their sender's key alone tells upload, part and sender's id", async () => {
  const { stub } = await LedgerFixture.open();
  await stub.registerUpload(newUpload("u:1", 12));
  await stub.registerUpload(newUpload("u:u.2", 1, { upload_id: "u.2", sender_batch_id: null }));
  await stub.register(newBatch("edge"));
  await runInDurableObject(stub, (_object, { storage }) => {
    const { sql } = storage;
    sql.exec(`
      UPDATE batches SET upload_id = (SELECT sender_key FROM uploads WHERE uploads.upload_id = batches.upload_id);
      DROP INDEX uploads_by_id; ALTER TABLE uploads DROP COLUMN upload_id;
      ALTER TABLE uploads RENAME COLUMN sender_key TO upload_id;
      ALTER TABLE batches DROP COLUMN part; ALTER TABLE batches DROP COLUMN sender_batch_id;`);
    sql.exec("DELETE FROM schema_migrations WHERE name = '005_upload_ids'");
    migrate(storage, MIGRATIONS);
    migrate(storage, MIGRATIONS);
  });
  const receipt = await stub.uploadReceipt("u", "1");
  expect(receipt).toMatchObject({ upload_id: "u.1", sender_batch_id: "1" });
  expect(receipt?.parts.map(({ part }) => part)).toEqual(Array.from({ length: 12 }, (_, part) => part));
  expect(await stub.uploadReceipt("u", "u.2")).toMatchObject({ upload_id: "u.2", sender_batch_id: null });
  expect(await stub.receipt("edge")).toMatchObject({ upload_id: "edge", part: 0, sender_batch_id: null });
  expect(await stub.registerUpload(newUpload("u:1", 12))).toEqual({ ok: true, replayed: true });
});

test("totals tell all rows of an upload and its lease, to its sender alone", async () => {
  const { stub } = await LedgerFixture.open();
  await stub.registerUpload(newUpload("u:1", 2, { fence: 7 }));
  await stub.registerUpload(newUpload("u:2", 1));
  const [one, two] = await stub.uploadTotals("u", ["2", "1", "3", "u.1", "u:1"]);
  const receipt = await stub.uploadReceipt("u", "1");
  const received = receipt?.parts.reduce((sum, part) => sum + part.received, 0);
  expect(one).toMatchObject({ id: "1", fence: 7, received, invalid: 0, data_type: "job" });
  expect(two).toMatchObject({ id: "2", fence: null });
  expect(two?.seq).toBeGreaterThan(one?.seq ?? Number.NaN);
  expect(await stub.uploadTotals("w", ["1", "2"])).toEqual([]);
  expect(await stub.uploadTotals("u", [])).toEqual([]);
});
