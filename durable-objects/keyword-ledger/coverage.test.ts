/** Checks the coverage (X6) of keywords and of the ledger over runs that end well, early, blocked or not at all. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { Claim, PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const keys = (...ids: (number | string)[]) => ids.map((id) => `job-${id}`);
const series = (from: number, to: number) => keys(...Array.from({ length: to - from }, (_, at) => from + at));
const show = (number: number, shown: string[], more: Partial<PageProgress> = {}) =>
  page(number, { keys: shown, rows: shown.length, ...more });

/** Claims the keyword, saves the pages and settles the run. */
async function crawl(rig: Rig, id: string, pages: PageProgress[], earlyStopped = false): Promise<Claim> {
  const claim = await rig.claimOne();
  value(await rig.api.saveProgress(id, claim.fence, pages));
  value(await rig.api.settle(id, claim.fence, { kind: "done", outcome: "ok", early_stopped: earlyStopped }));
  return claim;
}

const coverageOf = async (rig: Rig, id: string) => (await rig.api.get(id))?.keyword.coverage;

/** A keyword of which 20 of 20 postings were read. */
async function crawledOnce() {
  const rig = await Rig.start();
  const [id = ""] = await rig.create("a");
  const pages = [
    show(1, series(0, 10), { reported: 20 }),
    show(2, series(10, 20), { reported: 20, last: true }),
  ];
  const first = await crawl(rig, id, pages);
  const again = async () => {
    await rig.api.act(id, "run", "ann");
  };
  return { rig, id, first, again };
}

describe("the coverage of a keyword", () => {
  test("is unknown until a run ended, and then that of the run", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [show(1, series(0, 10), { reported: 20 })]));
    expect(await coverageOf(rig, id)).toBeNull();
    expect(await rig.api.stats()).toMatchObject({ reported: 0, distinct: 0, unknown: 1 });
    value(await rig.api.saveProgress(id, fence, [show(2, series(10, 15), { reported: 20, last: true })]));
    value(await rig.api.settle(id, fence, { kind: "done", outcome: "ok" }));
    expect(await coverageOf(rig, id)).toEqual({ distinct: 15, reported: 20, at: rig.now });
    expect(await rig.api.stats()).toMatchObject({ reported: 20, distinct: 15, unknown: 0 });
    await expectSound(rig);
  });

  test("is not lowered by a run that stopped early, which adds what is new, evicted or not", async () => {
    const { rig, id, again } = await crawledOnce();
    await again();
    await rig.evict();
    await crawl(rig, id, [show(1, series(0, 10), { reported: 20, fresh: 0, last: true })], true);
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 20, reported: 20 });
    expect((await rig.api.get(id))?.keyword.run).toMatchObject({ early_stopped: true, distinct: 10 });
    await again();
    const news = [...keys("x", "y", "z"), ...series(0, 7)];
    await crawl(rig, id, [show(1, news, { reported: 23, fresh: 3, last: true })], true);
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 23, reported: 23 });
    await again();
    await rig.evict();
    await crawl(
      rig,
      id,
      [show(1, [...keys("new"), ...news.slice(0, 9)], { reported: 24, last: true })],
      true,
    );
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 24, reported: 24 });
    expect(await rig.api.stats()).toMatchObject({ reported: 24, distinct: 24, unknown: 0 });
    expect(
      await rig.rows("SELECT DISTINCT run_id FROM key_sets"),
      "only the complete run's keys stay",
    ).toHaveLength(1);
    await expectSound(rig);
  });

  test("no first run can stop early, so that a figure never rests on a part", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    await expect(
      crawl(rig, id, [show(1, series(0, 10), { reported: 300, last: true })], true),
    ).rejects.toThrow("only a re-crawl with a saved page can stop early");
    expect(await coverageOf(rig, id)).toBeNull();
  });

  test("begins anew with a complete run: what is closed counts no longer", async () => {
    const { rig, id, first, again } = await crawledOnce();
    await again();
    await crawl(rig, id, [show(1, series(5, 15), { reported: 12, last: true })]);
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 10, reported: 12 });
    const left = await rig.rows<{ run_id: string }>("SELECT DISTINCT run_id FROM key_sets");
    expect(left).toHaveLength(1);
    expect(left[0]?.run_id).not.toBe(first.run_id);
    await expectSound(rig);
  });

  test("counts against the newest total of a site whose total differs between pages", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    await crawl(rig, id, [
      show(1, series(0, 10), { reported: 30 }),
      show(2, series(10, 20), { reported: 25 }),
      show(3, series(20, 22), { reported: null, last: true }),
    ]);
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 22, reported: 25 });
  });

  test.each([
    ["goes on", null],
    ["is blocked", { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" }],
    ["failed", { kind: "retry", outcome: "server", error: "HTTP 502" }],
  ] as const)("stays that of the last run while a new one %s", async (_, settlement) => {
    const { rig, id, again } = await crawledOnce();
    await again();
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [show(1, keys("q"), { reported: 999 })]));
    if (settlement) value(await rig.api.settle(id, fence, settlement));
    expect(await coverageOf(rig, id)).toMatchObject({ distinct: 20, reported: 20 });
    expect(await rig.api.stats()).toMatchObject({ reported: 20, distinct: 20, unknown: 0 });
    await expectSound(rig);
  });

  test("of a keyword that a person skipped or began anew stays too", async () => {
    const { rig, id, again } = await crawledOnce();
    for (const action of ["skip", "restart"] as const) {
      await again();
      const { fence } = await rig.claimOne();
      value(await rig.api.saveProgress(id, fence, [show(1, keys("q"), { reported: 999 })]));
      value(await rig.api.act(id, action, "ann"));
      expect(await coverageOf(rig, id), action).toMatchObject({ distinct: 20, reported: 20 });
      if (action === "skip") continue;
      await crawl(rig, id, [show(1, series(0, 5), { reported: 21, last: true })], true);
      expect(await coverageOf(rig, id)).toMatchObject({ distinct: 20, reported: 21 });
    }
    await expectSound(rig);
  });
});

test("the ledger's figure hides no gap behind another keyword's surplus, and blocked ones are unknown", async () => {
  const rig = await Rig.start();
  const [over = "", under = "", blocked = ""] = await rig.create("over", "under", "blocked", "new");
  await crawl(rig, over, [show(1, series(0, 12), { reported: 10, last: true })]);
  await crawl(rig, under, [show(1, series(20, 28), { reported: 10, last: true })]);
  const { fence } = await rig.claimOne();
  const park = { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" } as const;
  value(await rig.api.settle(blocked, fence, park));
  expect(await rig.api.stats()).toMatchObject({ reported: 20, distinct: 18, unknown: 2 });
  value(await rig.api.act(over, "delete", "ann"));
  expect(await rig.api.stats()).toMatchObject({ reported: 10, distinct: 8, unknown: 2 });
  value(await rig.api.act(over, "restore", "ann"));
  expect(await rig.api.stats()).toMatchObject({ reported: 20, distinct: 18, unknown: 2 });
  await expectSound(rig);
});

test("a site that cuts its totals off at the cap is counted by the parts of the split", async () => {
  const rig = await Rig.start();
  rig.settings.limits = { ...rig.settings.limits, capRows: 10 };
  const [id = ""] = await rig.create("a");
  const { fence } = await rig.claimOne();
  value(await rig.api.saveProgress(id, fence, [show(1, series(0, 10), { reported: 10 })]));
  value(await rig.api.splitPart(id, fence, 0, [{ degree: "A" }, { degree: "B" }]));
  const pages = [
    show(1, series(0, 8), { part: 1, reported: 9, last: true }),
    show(1, series(30, 36), { part: 2, reported: 6, last: true }),
  ];
  expect(value(await rig.api.saveProgress(id, fence, pages)).run).toMatchObject({
    reported: 15,
    distinct: 16,
  });
});
