/** A page that is far off waits before the typed tables; after a release it is stored exactly as any other. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { type Fault, IngestFixture, makeBatch, rawRows } from "../../tests/edge/ingest/ingest-fixture.ts";
import { createBaselineCache, createQualityCheck, type QualityMode } from "../quality/quality-check.ts";
import { acceptBatch } from "./accept.ts";
import { INGEST_TABLES } from "./line-inserter.ts";
import { sweepSpool } from "./sweep.ts";

afterEach(() => reset());

const ANN = { by: "user:ann", why: "checked" };
const logger = { warn: () => {} };
const checkOf = (mode: QualityMode, readBaselines = async () => [] as never[]) =>
  createQualityCheck({
    readBaselines,
    modes: { boss: mode, qcwy: mode, zhilian: mode },
    minRows: 15,
    minDays: 7,
    cache: createBaselineCache(),
    clock: { now: Date.now },
    logger,
  });
/** Postings without a title. */
const untitled = rawRows(20).map(({ title: _, ...row }) => row);
/** Few enough that they are not judged. */
const titled = rawRows(10, "other").map((row, at) => ({ ...row, title: `会计 ${at}` }));

async function opened(mode: QualityMode = "on") {
  const ingest = await IngestFixture.open();
  ingest.quality = checkOf(mode);
  return ingest;
}
const tablesOf = (ingest: IngestFixture) =>
  Object.fromEntries(INGEST_TABLES.map((table) => [table, ingest.inserter.tables[table]]));

test("nothing of it reaches ClickHouse or SeenIndex, and sending it again changes nothing", async () => {
  const ingest = await opened();
  expect(await ingest.accept("off", untitled)).toMatchObject({
    quarantined: true,
    replayed: false,
    received: 20,
  });
  expect(await ingest.accept("off", untitled)).toMatchObject({ quarantined: true, replayed: true });
  await ingest.drain();
  expect(Object.values(tablesOf(ingest)).flat()).toEqual([]);
  const entries = [{ key: "job-0", hash: "x" }];
  expect(await ingest.seen.check("boss", "job", entries)).toEqual(["new"]);
  expect(await ingest.ledger.stub.receipt("off")).toMatchObject({ state: "quarantined", inserted: 0 });
  const [batch] = await ingest.ledger.stub.listQuarantine(10);
  expect(batch?.quality.findings.map(({ field }) => field)).toContain("title");
});

test("a mode of report only stores it, and one that is off does not look", async () => {
  const shadow = await opened("shadow");
  expect(await shadow.accept("off", untitled)).toMatchObject({ quarantined: false });
  await shadow.drain();
  expect(shadow.inserter.rows("jobs")).toHaveLength(20);
  expect(await shadow.ledger.stub.listQuarantine(10)).toMatchObject([
    { state: "stored", quality: { holds: false } },
  ]);
  const off = await opened("off");
  await off.accept("off", untitled);
  expect(await off.ledger.stub.listQuarantine(10)).toEqual([]);
});

describe("a release", () => {
  test("stores the same bytes as a batch that was never held, and so the same figures", async () => {
    const plain = await IngestFixture.open();
    await plain.accept("off", untitled);
    await plain.drain();
    const expected = structuredClone(tablesOf(plain));
    const ingest = await opened();
    ingest.ledger.now = plain.ledger.now;
    await ingest.accept("off", untitled);
    await ingest.ledger.stub.releaseQuarantined(["off"], ANN);
    await ingest.drain();
    const rows = (tables: Record<string, string[]>) =>
      Object.entries(tables).map(([table, lines]) => [
        table,
        lines.map((line) => ({ ...(JSON.parse(line) as object), collected_at: 0, seen_at: 0 })),
      ]);
    expect(rows(tablesOf(ingest))).toEqual(rows(expected));
    expect(ingest.inserter.rows("jobs")).toHaveLength(20);
    expect(await ingest.ledger.stub.receipt("off")).toMatchObject({ state: "stored", inserted: 20 });
    expect(await ingest.spoolKeys()).toEqual([]);
  });

  const FAULTS: Fault[] = ["before-commit", "after-commit"];
  test.each(FAULTS)("ends with the same rows when the worker dies %s of any table", async (fault) => {
    const ingest = await opened();
    await ingest.accept("off", untitled);
    await ingest.accept("usual", titled);
    await ingest.ledger.stub.releaseQuarantined(["off"], ANN);
    let deaths = 0;
    const died = new Set<string>();
    ingest.inserter.fault = (table) => {
      if (died.has(table)) return null;
      died.add(table);
      deaths++;
      return fault;
    };
    await ingest.drain();
    expect(deaths).toBeGreaterThan(1);
    const keys = ingest.inserter.rows("jobs").map(({ job_key }) => job_key);
    expect(keys.toSorted()).toEqual([...untitled, ...titled].map(({ id }) => id).toSorted());
    expect(ingest.inserter.rows("raw_jobs")).toHaveLength(30);
    expect(ingest.inserter.rows("job_sightings")).toHaveLength(30);
    expect(await ingest.ledger.stub.status()).toMatchObject({ quarantined_batches: 0, waiting_batches: 0 });
  });
});

test("an object that was written before a crash is registered as what it is", async () => {
  const ingest = await opened();
  const lost = { register: async () => Promise.reject(new Error("the ledger is gone")) };
  await expect(
    acceptBatch({ ...ingest.acceptServices, ledger: lost }, makeBatch("off", untitled)),
  ).rejects.toThrow("the ledger is gone");
  ingest.ledger.now = Date.now() + 3_600_000;
  const { store, clock, logger: log } = ingest;
  await sweepSpool({ ledger: ingest.ledger.stub, store, clock, logger: log });
  expect(await ingest.ledger.stub.receipt("off")).toMatchObject({ state: "quarantined" });
});

test("baselines are read once in ten minutes, and a database that is down stops no page", async () => {
  let reads = 0;
  let now = 1_000_000;
  const check = createQualityCheck({
    readBaselines: async () => {
      reads++;
      if (reads === 2) throw new Error("D1 is down");
      return [];
    },
    modes: { boss: "on", qcwy: "on", zhilian: "on" },
    minRows: 15,
    minDays: 7,
    cache: createBaselineCache(),
    clock: { now: () => now },
    logger,
  });
  for (let page = 0; page < 50; page++) await check.ready();
  expect(reads).toBe(1);
  now += 600_001;
  for (let page = 0; page < 50; page++) await check.ready();
  expect(reads).toBe(2);
  now += 60_001;
  await check.ready();
  expect(reads).toBe(3);
});
