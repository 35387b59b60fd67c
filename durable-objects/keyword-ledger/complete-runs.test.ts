/** Checks which runs say that what they did not show is gone (X11), and when a re-crawl may not end early. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { PageProgress, Settlement } from "../../shared/contracts/keyword-ledger.ts";
import { DAY_MS, HOUR_MS } from "../../shared/time.ts";
import { page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `job-${from + at}`);
const show = (number: number, from: number, to: number, more: Partial<PageProgress> = {}) =>
  page(number, { keys: keys(from, to), rows: to - from, reported: 100, ...more });
const DONE: Settlement = { kind: "done", outcome: "ok" };
const WHOLE = [show(1, 0, 50), show(2, 50, 98, { last: true })];

interface Case {
  pages?: PageProgress[];
  settlement?: Settlement;
  /** Runs after the first page is saved. */
  meanwhile?: (rig: Rig, id: string, fence: number) => Promise<unknown>;
}

/** Runs the case as the second run of a keyword; the first one was whole. @returns what is exported of it */
async function completeOf({ pages = WHOLE, settlement = DONE, meanwhile }: Case) {
  const rig = await Rig.start();
  rig.settings.limits = { ...rig.settings.limits, repeatPages: 2, maxParts: 3 };
  const [id = ""] = await rig.create("a");
  const first = await rig.claimOne();
  value(await rig.api.saveProgress(id, first.fence, WHOLE));
  value(await rig.api.settle(id, first.fence, DONE));
  await rig.api.coverageExported(rig.now);
  rig.now += HOUR_MS;
  await rig.api.act(id, "run", "ann");
  const claim = await rig.claimOne();
  const [one, ...others] = pages;
  value(await rig.api.saveProgress(id, claim.fence, [one as PageProgress]));
  await meanwhile?.(rig, id, claim.fence);
  const { fence } = (await rig.api.claim("lane", 1))[0] ?? claim;
  if (others.length > 0) value(await rig.api.saveProgress(id, fence, others));
  const settled = await rig.api.settle(id, fence, settlement);
  if (!settled.ok) throw new Error(settled.message);
  const { searches } = await rig.api.coverageToExport(10);
  return searches.map(({ run_id, complete }) => ({ own: run_id === claim.run_id, complete }));
}

describe("a run is complete", () => {
  test("when it read from the first page to the end mark and met 0.98 of what was reported", async () => {
    expect(await completeOf({})).toEqual([{ own: true, complete: true }]);
  });

  test("when all parts of a split search were read", async () => {
    const pages = [
      show(1, 0, 40),
      show(1, 0, 60, { part: 1, reported: 60, last: true }),
      show(1, 60, 100, { part: 2, reported: 40, last: true }),
    ];
    const meanwhile = (rig: Rig, id: string, fence: number) =>
      rig.api.splitPart(id, fence, 0, [{ degree: "A" }, { degree: "B" }]);
    expect(await completeOf({ pages, meanwhile })).toEqual([{ own: true, complete: true }]);
  });
});

describe("the part for what other parts do not show", () => {
  const CITIES = [{ city: "1" }, { city: "2" }, { city: "" }];
  /** Splits a search of 100 postings into two cities and the rest, and reads the cities. */
  const readCities = async (shown: number, reported = 100, capRows = 60) => {
    const rig = await Rig.start();
    rig.settings.limits = { ...rig.settings.limits, capRows };
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [show(1, 0, 10, { reported })]));
    const { parts } = value(await rig.api.splitPart(id, fence, 0, CITIES));
    expect(parts.map(({ part }) => part)).toEqual([1, 2, 3]);
    const first = await rig.api.saveProgress(id, fence, [
      show(1, 0, 49, { part: 1, reported: 49, last: true }),
    ]);
    expect(value(first).covered).toBeUndefined();
    const pages = [show(1, 49, shown, { part: 2, reported: shown - 49, last: true })];
    const { covered } = value(await rig.api.saveProgress(id, fence, pages));
    const settled = await rig.api.settle(id, fence, DONE);
    const searches = settled.ok ? (await rig.api.coverageToExport(10)).searches : [];
    return { covered, settled: settled.ok, complete: searches[0]?.complete };
  };

  test("is closed unread where they showed all of the total, and the run is complete", async () => {
    expect(await readCities(100)).toEqual({ covered: [3], settled: true, complete: true });
  });

  test("stays to be read where they showed less", async () => {
    expect(await readCities(99)).toEqual({ covered: undefined, settled: false, complete: undefined });
  });

  test("stays to be read where the total is one that the site cuts off", async () => {
    expect(await readCities(100, 100, 100)).toMatchObject({ covered: undefined, settled: false });
  });
});

describe("a run is not complete", () => {
  const none = [{ own: true, complete: false }];
  test.each<[string, Case]>([
    ["with 0.97 of what was reported", { pages: [show(1, 0, 50), show(2, 50, 97, { last: true })] }],
    ["that ended early", { settlement: { ...DONE, early_stopped: true } }],
    [
      "in which a page came twice",
      { pages: [show(1, 0, 50), show(2, 0, 50), show(3, 50, 100, { last: true })] },
    ],
    [
      "with a part that a useless split closed unread, or that could not be split",
      {
        meanwhile: (rig, id, fence) =>
          rig.api.splitPart(id, fence, 0, [{ degree: "A" }, { degree: "B" }, { degree: "C" }]),
      },
    ],
    [
      "that took longer than a day",
      {
        meanwhile: async (rig) => {
          await rig.pass(DAY_MS + 1);
        },
      },
    ],
  ])("%s", async (_, run) => {
    expect(await completeOf(run)).toEqual(none);
  });

  test("of which a page waited in quarantine: its history says so", async () => {
    const pages = [show(1, 0, 50), show(2, 50, 98, { last: true, quarantined: true })];
    expect(await completeOf({ pages })).toEqual(none);
  });

  test("at the cap of the site", async () => {
    const rig = await Rig.start();
    rig.settings.limits = { ...rig.settings.limits, capRows: 98 };
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, WHOLE));
    value(await rig.api.settle(id, fence, DONE));
    expect((await rig.api.coverageToExport(10)).searches).toMatchObject([{ complete: false }]);
  });

  test("after a soft block", async () => {
    const pages = [show(1, 0, 50), show(2, 0, 50), show(3, 0, 50)];
    const park = { kind: "park", state: "blocked", outcome: "blocked", error: "soft block" } as const;
    expect(await completeOf({ pages, settlement: park })).toEqual(none);
  });

  test("that a risk page blocked in its middle: nothing is exported of it", async () => {
    const park = { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" } as const;
    expect(await completeOf({ pages: WHOLE.slice(0, 1), settlement: park })).toEqual([]);
  });
});

test("each run that ended is exported with its own search, also two in one hour and one of another city", async () => {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  for (const pages of [WHOLE, WHOLE.map((one) => ({ ...one, reported: 200 }))]) {
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, pages));
    value(await rig.api.settle(id, fence, DONE));
    rig.now += 1000;
    await rig.api.act(id, "run", "ann");
  }
  value(await rig.api.update(id, { city: "上海" }, "ann"));
  const { fence } = await rig.claimOne();
  value(await rig.api.saveProgress(id, fence, WHOLE));
  value(await rig.api.settle(id, fence, DONE));
  const { searches } = await rig.api.coverageToExport(10);
  expect(searches.map(({ city, complete, reported }) => [city, complete, reported])).toEqual([
    ["北京", true, 100],
    ["北京", false, 200],
    ["上海", true, 100],
  ]);
});

test("a re-crawl may end early until a week has passed since the last whole one", async () => {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  const crawl = async (early: boolean) => {
    const { fence, recrawl } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, WHOLE));
    value(await rig.api.settle(id, fence, { ...DONE, early_stopped: early }));
    await rig.api.act(id, "run", "ann");
    return recrawl;
  };
  expect(await crawl(false)).toBe(false);
  for (let day = 1; day < 7; day++) {
    rig.now += DAY_MS;
    expect(await crawl(true), `day ${day}`).toBe(true);
  }
  rig.now += DAY_MS;
  expect(await crawl(false), "day 7").toBe(false);
  rig.now += DAY_MS;
  expect(await crawl(true), "day 8").toBe(true);
  rig.settings.fullCrawlMs = null;
  rig.now += 30 * DAY_MS;
  expect(await crawl(true), "never due").toBe(true);
});
