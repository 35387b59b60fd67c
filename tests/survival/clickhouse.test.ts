/** ClickHouse becomes unavailable in every way it can: accepted rows wait and are stored completely, once. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { type Chaos, startChaos } from "../support/chaos.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { add, reached, search } from "../support/searches.ts";
import { type System, startSystem } from "../support/system.ts";
import { until } from "../support/until.ts";

const LEASE_MS = 4000;

let chaos: Chaos;
let system: System;
beforeAll(async () => {
  chaos = await startChaos();
  system = await startSystem({ chaos, vars: { LEASE_MS } });
});
afterAll(async () => {
  await system?.close();
  await chaos?.close();
});
afterEach(() => system.clickhouse.control({ down: false, failAfterCommit: 0, delayMs: 0 }));

const refusals = async () => (await system.clickhouse.control({})).refused;

test.each([
  ["cut", "Java"],
  ["unavailable", "Python"],
] as const)(
  "down (%s) while everything is crawled, and longer: the batches wait and arrive whole",
  async (down, keyword) => {
    const before = await refusals();
    await system.clickhouse.control({ down });
    const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, keyword, "全国")));
    // The crawl goes on.
    await reached(system, "done", ...ids);
    const waiting = await system.ingest();
    expect(waiting.waiting_rows).toBeGreaterThan(0);
    await until("several tries to fail", async () => (await refusals()) >= before + 5);
    const still = await system.ingest();
    expect(still.waiting_rows).toBe(waiting.waiting_rows);
    expect(still.last_error).not.toBeNull();
    await system.clickhouse.control({ down: false });
    await expectNothingLost(system);
    expect((await system.ingest()).last_error).toBeNull();
  },
);

test("committed, but the answer is lost, at every table: the repeated inserts double nothing", async () => {
  const before = await refusals();
  // One group inserts into four tables; each of its inserts loses its answer once, the first one twice.
  await system.clickhouse.control({ failAfterCommit: 5 });
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "数据", "全国")));
  await reached(system, "done", ...ids);
  await until("five answers to be lost", async () => (await refusals()) >= before + 5);
  await expectNothingLost(system);
});

test("so slow that the group's lease ends under an insert: a second consumer repeats it, nothing is doubled", async () => {
  const ledger = await system.harness.getWorker().getDurableObjectStorage("IngestLedger", { name: "ingest" });
  const openGroup = async () => {
    const rows = await ledger.exec("SELECT holder, lease_until FROM groups WHERE state = 'open'");
    return rows[0] as { holder: string; lease_until: number } | undefined;
  };
  await system.clickhouse.control({ delayMs: LEASE_MS + 1000 });
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "测试", "全国")));
  const first = await until("a group to be held", openGroup);
  await until("its lease to end", async () => Date.now() > first.lease_until);
  // The queue waits for the first consumer, so the second one is started outside the queue.
  const second = system.deliver([{ kind: "ingest", cause: "second" }]);
  await until("the second consumer to hold it", async () => (await openGroup())?.holder === "edge:second");
  await system.clickhouse.control({ delayMs: 0 });
  expect((await second).status).toBe(200);
  await reached(system, "done", ...ids);
  await expectNothingLost(system);
});
