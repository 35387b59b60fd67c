/** Adaptive recrawl (X17) in the object: what sets a due time, and what only shows what it would have done. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../shared/time.ts";
import { page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

/** Runs a keyword at once. @param fresh new postings; null on a first run, which does not count them */
async function run(rig: Rig, id: string, fresh: number | null): Promise<void> {
  const { fence } = await rig.claimOne();
  value(
    await rig.api.saveProgress(id, fence, [
      page(1, { fresh, changed: fresh === null ? null : 0, last: true }),
    ]),
  );
  value(await rig.api.settle(id, fence, { kind: "done", outcome: "ok" }));
}

/** Two keywords, crawled daily for five days: the first brings 40 new postings a day, the second none. */
async function busyAndQuiet(): Promise<{ rig: Rig; busy: string; quiet: string }> {
  const rig = await Rig.start();
  const [busy = "", quiet = ""] = await rig.create("busy", "quiet");
  const daily = async (first: number | null, second: number | null) => {
    for (const [id, fresh] of [
      [busy, first],
      [quiet, second],
    ] as const) {
      await rig.api.act(id, "run", "ann");
      await run(rig, id, fresh);
    }
  };
  await run(rig, busy, null);
  await run(rig, quiet, null);
  for (let day = 0; day < 5; day++) {
    rig.now += DAY_MS;
    await daily(40, 0);
  }
  return { rig, busy, quiet };
}

const waitOf = async (rig: Rig, id: string) => ((await rig.api.get(id))?.keyword.due_at ?? 0) - rig.now;

describe("the mode", () => {
  test("is off at first: every keyword waits for the fixed interval, and the report is there all the same", async () => {
    const { rig, busy, quiet } = await busyAndQuiet();
    expect([await waitOf(rig, busy), await waitOf(rig, quiet)]).toEqual([DAY_MS, DAY_MS]);
    const report = await rig.api.recrawl();
    expect(report).toMatchObject({ mode: "off", fixed_ms: DAY_MS, keywords: 2 });
    expect(report.adaptive_requests_per_day).toBeLessThanOrEqual(report.fixed_requests_per_day + 1e-6);
    expect(report.adaptive_delay_ms).toBeLessThan(DAY_MS / 2);
  });

  test("shadow changes no due time", async () => {
    const { rig, busy } = await busyAndQuiet();
    await rig.api.setRecrawl("shadow");
    rig.now += DAY_MS;
    await rig.api.act(busy, "run", "ann");
    await run(rig, busy, 40);
    expect(await waitOf(rig, busy)).toBe(DAY_MS);
    expect((await rig.api.recrawl()).mode).toBe("shadow");
  });

  test("on: a search that changes waits less and a quiet one more, evicted or not", async () => {
    const { rig, busy, quiet } = await busyAndQuiet();
    await rig.api.setRecrawl("on");
    await rig.evict();
    for (const [id, fresh] of [
      [busy, 40],
      [quiet, 0],
    ] as const) {
      await rig.api.act(id, "run", "ann");
      await run(rig, id, fresh);
    }
    const [soon, late] = [await waitOf(rig, busy), await waitOf(rig, quiet)];
    expect(soon).toBeLessThan(DAY_MS);
    expect(soon).toBeGreaterThanOrEqual(4 * HOUR_MS);
    expect(late).toBeGreaterThan(DAY_MS);
    expect(late).toBeLessThanOrEqual(6 * DAY_MS);
  });

  test("on: a keyword of which no re-crawl was counted waits for the fixed interval", async () => {
    const { rig } = await busyAndQuiet();
    await rig.api.setRecrawl("on");
    const [fresh = ""] = await rig.create("fresh");
    await run(rig, fresh, null);
    expect(await waitOf(rig, fresh)).toBe(DAY_MS);
  });

  test("on: another city is another search, of which nothing is known", async () => {
    const { rig, busy } = await busyAndQuiet();
    value(await rig.api.update(busy, { city: "上海" }, "ann"));
    expect((await rig.api.recrawl()).keywords).toBe(1);
  });
});

test("never to be searched again stays so", async () => {
  const rig = await Rig.start({ recrawlMs: null });
  await rig.api.setRecrawl("on");
  const [id = ""] = await rig.create("a");
  await run(rig, id, null);
  expect((await rig.api.get(id))?.keyword.due_at).toBeNull();
  expect(await rig.api.recrawl()).toMatchObject({ mode: "on", fixed_ms: null, keywords: 0 });
});

describe("the export of coverage", () => {
  test("has each search with its newest reading once, and again after the next run", async () => {
    const rig = await Rig.start();
    const [first = "", second = ""] = await rig.create("a", "b");
    await run(rig, first, null);
    rig.now += 1000;
    await run(rig, second, null);
    const { searches, through, ...place } = await rig.api.coverageToExport(100);
    expect(place).toEqual({ platform: "qcwy", shard: 7 });
    const own = {
      ...{ city: "北京", channel: "web", distinct: 10, reported: 100, complete: false },
      run_id: expect.any(String),
    };
    expect(searches).toEqual([
      { ...own, keyword: "a", at: rig.now - 1000, started_at: rig.now - 1000 },
      { ...own, keyword: "b", at: rig.now, started_at: rig.now },
    ]);
    expect((await rig.api.coverageToExport(100)).searches, "not confirmed").toHaveLength(2);
    await rig.api.coverageExported(through);
    await rig.evict();
    expect((await rig.api.coverageToExport(100)).searches).toEqual([]);
    rig.now += DAY_MS;
    await rig.api.act(first, "run", "ann");
    await run(rig, first, 0);
    expect((await rig.api.coverageToExport(100)).searches).toMatchObject([{ keyword: "a", at: rig.now }]);
  });

  test("has a run that ends while the export is under way on a machine whose clock is behind", async () => {
    const rig = await Rig.start();
    const [first = "", second = ""] = await rig.create("a", "b");
    await run(rig, first, null);
    const { through } = await rig.api.coverageToExport(100);
    rig.now -= 150;
    await rig.evict();
    await run(rig, second, null);
    await rig.api.coverageExported(through);
    const later = await rig.api.coverageToExport(100);
    expect(later.searches).toMatchObject([{ keyword: "b" }]);
    await rig.api.coverageExported(later.through);
    await rig.evict();
    await rig.api.act(first, "run", "ann");
    await run(rig, first, 0);
    expect((await rig.api.coverageToExport(100)).searches).toMatchObject([{ keyword: "a" }]);
  });

  test("has a search that the keyword was given another one for since", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    await run(rig, id, null);
    value(await rig.api.update(id, { city: "上海" }, "ann"));
    expect((await rig.api.coverageToExport(100)).searches).toMatchObject([{ keyword: "a", city: "北京" }]);
  });

  test("has all runs of one moment, though they are more than a page", async () => {
    const rig = await Rig.start();
    for (const id of await rig.create("a", "b", "c")) await run(rig, id, null);
    const { searches, through } = await rig.api.coverageToExport(2);
    await rig.api.coverageExported(through);
    const rest = await rig.api.coverageToExport(2);
    expect([...searches, ...rest.searches].map(({ keyword }) => keyword).toSorted()).toEqual(["a", "b", "c"]);
  });

  test("cuts no moment apart: a full page ends before the moment of its last reading", async () => {
    const rig = await Rig.start();
    const ids = await rig.create("a", "b", "c");
    const [a = "", b = "", c = ""] = ids;
    await run(rig, a, null);
    rig.now += 1000;
    await run(rig, b, null);
    await run(rig, c, null);
    const first = await rig.api.coverageToExport(2);
    expect(first.searches.map(({ keyword }) => keyword)).toEqual(["a"]);
    await rig.api.coverageExported(first.through);
    expect((await rig.api.coverageToExport(3)).searches.map(({ keyword }) => keyword).toSorted()).toEqual([
      "b",
      "c",
    ]);
  });
});
