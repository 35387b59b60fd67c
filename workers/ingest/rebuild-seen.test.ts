import { expect, it } from "vitest";
import { IngestFixture, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { cleanUpBatches } from "./clean-up.ts";
import { type ReadStored, rebuildSeenIndex } from "./rebuild-seen.ts";

it("rebuilds an index page by page and drops what ClickHouse no longer holds", async () => {
  const { seen } = await IngestFixture.open();
  await seen.mark("boss", "job", [{ key: "gone", hash: "1" }], 1);
  const stored = Array.from({ length: 10_001 }, (_, index) => ({
    key: `k${String(index).padStart(6, "0")}`,
    hash: `h${index}`,
    firstSeen: index,
    lastSeen: index + 1,
  }));
  const asked: string[] = [];
  const readStored: ReadStored = async (_platform, _type, after, limit) => {
    asked.push(after);
    return stored.filter(({ key }) => key > after).slice(0, limit);
  };
  expect(await rebuildSeenIndex(seen, readStored, "boss", "job")).toBe(10_001);
  expect(asked).toEqual(["", "k009999"]);
  expect(await seen.count("boss", "job")).toBe(10_001);
  expect(
    await seen.check("boss", "job", [
      { key: "k010000", hash: "h10000" },
      { key: "gone", hash: "1" },
    ]),
  ).toEqual(["unchanged", "new"]);
});

it("cleans up receipts in as many calls as it takes", async () => {
  let left = 12_000;
  const cleanUp = async () => {
    const deleted = Math.min(left, 5000);
    left -= deleted;
    return { deleted, more: deleted === 5000 };
  };
  expect(await cleanUpBatches({ cleanUp }, 0)).toBe(12_000);
});

it("forgets receipts of stored batches only", async () => {
  const ingest = await IngestFixture.open();
  await ingest.accept("stored", rawRows(1));
  await ingest.drain();
  await ingest.accept("waiting", rawRows(1, "x"));
  expect(await cleanUpBatches(ingest.ledger.stub, ingest.ledger.now + 1)).toBe(1);
  expect(await ingest.ledger.stub.receipt("stored")).toBeNull();
  expect(await ingest.ledger.stub.receipt("waiting")).not.toBeNull();
});
