import { runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { LedgerFixture, newBatch } from "../../tests/edge/ingest-ledger/ledger-fixture.ts";
import { migrate } from "../base/migrate.ts";
import { MIGRATIONS } from "./migrations.ts";

let ledger: LedgerFixture;
beforeEach(async () => {
  ledger = await LedgerFixture.open();
});

const part = (id: string, number: number, over = {}) =>
  newBatch(`${id}.${number}`, {
    source: "node:n1",
    received: 21,
    upload: { id, part: number, offset: 21 * number, ip: "192.0.2.7" },
    ...over,
  });
const upload = (id: string, over = {}, parts = [part(id, 0, over)]) =>
  ledger.stub.registerUpload({
    upload_id: id,
    sender_key: `node-n1:${id}`,
    sender_batch_id: `mine-${id}`,
    digest: "d1",
    urgent: false,
    parts,
  });
const idsOf = async (most = 10) =>
  (await ledger.stub.uploadLog(most)).uploads.map(({ upload_id: uploadId }) => uploadId);

test("an upload is in the log once, with the sums of its parts; what the edge crawled is not", async () => {
  await upload("a");
  await upload("a");
  await ledger.stub.register(newBatch("edge"));
  await upload("nothing usable", { spool_key: null, rows: 0, bytes: 0 });
  expect((await ledger.stub.uploadLog(10)).uploads).toMatchObject([
    {
      ...{ upload_id: "a", sender_batch_id: "mine-a", parts: 1, ip: "192.0.2.7", source: "node:n1" },
      ...{ received: 21, invalid: 1, at: ledger.now },
    },
    { upload_id: "nothing usable", received: 21, invalid: 21 },
  ]);
  await upload("many", {}, [part("many", 0), part("many", 1), part("many", 2, { received: 20, bytes: 7 })]);
  expect((await ledger.stub.uploadLog(10)).uploads).toHaveLength(2);
  await ledger.stub.uploadLogExported(2);
  expect((await ledger.stub.uploadLog(10)).uploads).toMatchObject([
    { upload_id: "many", parts: 3, received: 62, invalid: 2, bytes: 2007 },
  ]);
});

test("lines that were read once stand together until they are exported, whatever comes meanwhile", async () => {
  for (const id of ["a", "b", "c"]) await upload(id);
  expect(await idsOf(2)).toEqual(["a", "b"]);
  await upload("d");
  expect(await idsOf(10)).toEqual(["a", "b"]);
  expect(await idsOf(1)).toEqual(["a", "b"]);
  expect(await ledger.stub.uploadLog(10)).toMatchObject({ more: true });
  await ledger.stub.uploadLogExported(2);
  await ledger.stub.uploadLogExported(2);
  expect(await idsOf(10)).toEqual(["c", "d"]);
});

test("numbers never come back, also when all lines are gone", async () => {
  await upload("a");
  const first = (await ledger.stub.uploadLog(10)).uploads[0]?.seq ?? 0;
  await ledger.stub.uploadLogExported(first);
  expect(await idsOf()).toEqual([]);
  await upload("b");
  expect((await ledger.stub.uploadLog(10)).uploads[0]?.seq).toBeGreaterThan(first);
});

test("the clean-up of receipts takes no line away", async () => {
  await upload("a", { spool_key: null, rows: 0, bytes: 0 });
  const at = ledger.now;
  ledger.now += 1000;
  expect(await ledger.stub.cleanUp(ledger.now)).toMatchObject({ deleted: 1 });
  expect(await ledger.stub.oldestLoggedUpload()).toBe(at);
  expect(await idsOf()).toEqual(["a"]);
});

test("a log of parts becomes one of uploads; its numbers go on", async () => {
  await upload("a", {}, [part("a", 0), part("a", 1)]);
  await upload("b");
  await ledger.stub.uploadLog(1);
  await runInDurableObject(ledger.stub, (_object, { storage }) => {
    const { sql } = storage;
    sql.exec(`
      ALTER TABLE upload_log DROP COLUMN sender_batch_id; ALTER TABLE upload_log DROP COLUMN parts;
      DELETE FROM upload_log; ALTER TABLE upload_log RENAME COLUMN upload_id TO batch_id;`);
    for (const id of ["a.0", "a.1", "b.0"]) {
      sql.exec(
        `INSERT INTO upload_log (at, ip, source, platform, channel, data_type, batch_id, received, invalid, bytes)
         VALUES (1, 'ip', 'node:n1', 'boss', 'web', 'job', ?, 10, 1, 100)`,
        id,
      );
    }
    sql.exec("DELETE FROM schema_migrations WHERE name = '006_log_of_uploads'");
    migrate(storage, MIGRATIONS);
    migrate(storage, MIGRATIONS);
  });
  const { uploads } = await ledger.stub.uploadLog(10);
  expect(uploads).toMatchObject([
    { seq: 4, upload_id: "a", sender_batch_id: null, parts: 2, received: 20, invalid: 2, bytes: 200 },
    { seq: 5, upload_id: "b", parts: 1, received: 10 },
  ]);
  await ledger.stub.uploadLogExported(5);
  await upload("c");
  expect((await ledger.stub.uploadLog(10)).uploads).toMatchObject([{ seq: 6, upload_id: "c" }]);
});
