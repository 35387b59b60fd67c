/** ClickHouse goes away, in every way it can: accepted rows wait and arrive whole, once. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { PLATFORMS } from "../../shared/contracts/platform.ts";
import { expectNothingLost } from "../support/invariant.ts";
import { add, reached, search } from "../support/searches.ts";
import { type System, startSystem, until } from "../support/system.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.close());
afterEach(() => system.clickhouse.control({ down: false, failAfterCommit: 0, delayMs: 0 }));

const refusals = async () => (await system.clickhouse.control({})).refused;

it.each([
  ["cut", "Java"],
  ["unavailable", "Python"],
] as const)(
  "down (%s) while everything is crawled, and longer: the batches wait and arrive whole",
  async (down, keyword) => {
    const before = await refusals();
    await system.clickhouse.control({ down });
    const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, keyword, "全国")));
    // The crawl does not notice.
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

it("committed, but the answer is lost, at every table: the repeated inserts double nothing", async () => {
  const before = await refusals();
  // One group inserts into four tables; each of its inserts loses its answer once, the first one twice.
  await system.clickhouse.control({ failAfterCommit: 5 });
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "数据", "全国")));
  await reached(system, "done", ...ids);
  await until("five answers to be lost", async () => (await refusals()) >= before + 5);
  await expectNothingLost(system);
});

it("slow, so that the group's lease ends under the insert: nothing is doubled", async () => {
  await system.clickhouse.control({ delayMs: 1500 });
  const ids = await add(system, ...PLATFORMS.map((platform) => search(platform, "测试", "全国")));
  await reached(system, "done", ...ids);
  await until("some rows to come in", async () => {
    const [row] = await system.rows<{ n: string }>(
      "SELECT count() AS n FROM job_sightings WHERE keyword = {keyword:String}",
      { keyword: "测试" },
    );
    return Number(row?.n) > 0;
  });
  await system.clickhouse.control({ delayMs: 0 });
  await expectNothingLost(system);
});
