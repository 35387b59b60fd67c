import { expect, test } from "vitest";
import { IngestFixture, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { cleanUpBatches } from "./clean-up.ts";

test("batches settled before the time go, those that wait, are dead or are younger stay", async () => {
  const ingest = await IngestFixture.open();
  const { ledger, inserter } = ingest;
  const receipts = async () =>
    Promise.all(
      ["old", "dead", "young", "waiting"].map(async (id) => (await ledger.stub.receipt(id))?.state ?? null),
    );
  await ingest.accept("old", rawRows(1));
  await ingest.drain();
  inserter.fault = (_table, lines) => (lines.some((line) => line.includes("refused")) ? "rejected" : null);
  await ingest.accept("dead", rawRows(1, "refused"));
  await ingest.drain();
  ledger.now += 3_600_000;
  const before = ledger.now;
  await ingest.accept("young", rawRows(1, "young"));
  await ingest.drain();
  await ingest.accept("waiting", rawRows(1, "waiting"));
  expect(await receipts()).toEqual(["stored", "dead", "stored", "accepted"]);
  expect(await cleanUpBatches(ledger.stub, before)).toBe(1);
  expect(await receipts()).toEqual([null, "dead", "stored", "accepted"]);
});

test("it goes on while there is more, and ends", async () => {
  const asked: number[] = [];
  const ledger = {
    cleanUp: async (before: number) => ({ deleted: asked.push(before), more: asked.length < 3 }),
  };
  expect(await cleanUpBatches(ledger, 7)).toBe(1 + 2 + 3);
  expect(asked).toEqual([7, 7, 7]);
  const endless = { cleanUp: async () => ({ deleted: 1, more: true }) };
  expect(await cleanUpBatches(endless, 7)).toBe(100);
});
