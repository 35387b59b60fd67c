import { beforeEach, expect, test } from "vitest";
import { LedgerFixture, newBatch } from "./testing.ts";

let ledger: LedgerFixture;
beforeEach(async () => {
  ledger = await LedgerFixture.open();
});

const upload = (id: string, over = {}) =>
  ledger.stub.register(
    newBatch(id, {
      source: "node:n1",
      received: 21,
      upload: { id, part: 0, offset: 0, ip: "192.0.2.7" },
      ...over,
    }),
  );
const idsOf = async (most = 10) => (await ledger.stub.uploadLog(most)).uploads.map(({ batchId }) => batchId);

test("each batch from outside is in the log once, what the edge crawled is not", async () => {
  await upload("a");
  await upload("a");
  await ledger.stub.register(newBatch("edge"));
  await upload("nothing usable", { spoolKey: null, rows: 0, bytes: 0 });
  expect((await ledger.stub.uploadLog(10)).uploads).toMatchObject([
    { batchId: "a", ip: "192.0.2.7", source: "node:n1", received: 21, invalid: 1, at: ledger.now },
    { batchId: "nothing usable", received: 21, invalid: 21 },
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
  await upload("a", { spoolKey: null, rows: 0, bytes: 0 });
  const at = ledger.now;
  ledger.now += 1000;
  expect(await ledger.stub.cleanUp(ledger.now)).toMatchObject({ deleted: 1 });
  expect(await ledger.stub.oldestLoggedUpload()).toBe(at);
  expect(await idsOf()).toEqual(["a"]);
});
