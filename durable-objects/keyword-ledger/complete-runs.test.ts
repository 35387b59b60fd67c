/** Which runs say that what they did not show is gone (X11), and when a re-crawl may not end early. */
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
