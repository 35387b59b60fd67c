/** Bounds of a run: repeated pages, parts, pages, and splits that show nothing else than the whole. */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const SAME = Array.from({ length: 10 }, (_, at) => `same-${at}`);
const same = (number: number, more: Partial<PageProgress> = {}) => page(number, { keys: SAME, ...more });

async function held(limits: Partial<Rig["settings"]["limits"]> = {}) {
  const rig = await Rig.start();
  rig.settings.limits = { ...rig.settings.limits, ...limits };
  const [id = ""] = await rig.create("a");
  const { fence } = await rig.claimOne();
  const save = async (...pages: PageProgress[]) =>
    value(await rig.api.saveProgress(id, fence, pages)).run.limited_by;
  const split = async (part: number, children: number) => {
    const filters = Array.from({ length: children }, (_, at) => ({ degree: `${part}.${at}` }));
    return value(await rig.api.splitPart(id, fence, part, filters)).parts.map(({ part: number }) => number);
  };
  return { rig, id, fence, save, split };
}

describe("a page that shows only what the run has seen", () => {
  test("is a soft block: the run ends, the keyword is parked, and the coverage shows it", async () => {
    const { rig, id, fence, save } = await held();
    expect(await save(same(1))).toBeNull();
    await rig.evict();
    expect(await save(same(2))).toBe("repeated-pages");
    const park = { kind: "park", state: "blocked", outcome: "blocked", error: "soft block" } as const;
    expect(value(await rig.api.settle(id, fence, park))).toEqual({ state: "blocked" });
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "blocked",
      last_outcome: "blocked",
      run: { finished_at: rig.now, limited_by: "repeated-pages", early_stopped: false },
      coverage: { distinct: 10, reported: 100 },
    });
    value(await rig.api.act(id, "retry", "ann"));
    const again = await rig.claimOne();
    expect(again, "a new first crawl, not the next page of the same").toMatchObject({ recrawl: false });
    expect(again.parts[0]?.page).toBe(0);
    await expectSound(rig);
  });

  test("counts twice in a row where the site shuffles its list", async () => {
    const { save } = await held({ repeatPages: 2 });
    expect(await save(same(1), same(2))).toBeNull();
    expect(await save(page(3))).toBeNull();
    expect(await save(same(4))).toBeNull();
    expect(await save(same(5))).toBe("repeated-pages");
  });

  test("is none when it is short and the last, the first of a part, or empty", async () => {
    const { save, split } = await held({ capRows: 100 });
    expect(await save(same(1))).toBeNull();
    expect(await split(0, 2)).toEqual([1, 2]);
    expect(await save(same(1, { part: 1, reported: 20 }))).toBeNull();
    const moved = { part: 1, keys: SAME.slice(9), rows: 1, last: true };
    expect(await save(page(2, moved))).toBeNull();
    expect(await save(page(1, { part: 2 }), page(2, { part: 2, keys: [], rows: 10, last: true }))).toBeNull();
  });
});

test("the whole city, read beside its districts, may show their postings again, and its total is not added to theirs", async () => {
  const { rig, id, fence, save } = await held({ capRows: 100 });
  await save(page(1, { reported: 100 }));
  const filters = [{ district: "1" }, { district: "2" }, { district: "" }];
  value(await rig.api.splitPart(id, fence, 0, filters));
  await save(same(1, { part: 1, reported: 60, last: true }), page(1, { part: 2, reported: 55, last: true }));
  const shown = [1, 2, 3].map((number) => same(number, { part: 3, reported: 100, last: number === 3 }));
  const { run } = value(await rig.api.saveProgress(id, fence, shown));
  expect(run).toMatchObject({ limited_by: null, reported: 115 });
  await expectSound(rig);
});

describe("a split that shows the same as the whole", () => {
  test.each([
    ["totals over the cap", { capRows: 100, total: 1_000_000_000, shown: page }],
    ["the same first page, at the cap", { capRows: 100, total: 100, shown: same }],
  ] as const)("is given up at the second part: %s", async (_, { capRows, total, shown }) => {
    const { rig, id, fence, save, split } = await held({ capRows });
    await save(shown(1, { reported: total }));
    expect(await split(0, 3)).toEqual([1, 2, 3]);
    await save(shown(1, { part: 1, reported: total }));
    // One part may really hold all of it, so the first is split again.
    expect(await split(1, 2)).toEqual([2, 3, 4, 5]);
    await save(shown(1, { part: 2, reported: total }));
    expect(await split(2, 2)).toEqual([2]);
    expect(await split(2, 2), "asked again, nothing changes").toEqual([2]);
    expect(await save(page(2, { part: 2, last: true }))).toBe("useless-split");
    value(await rig.api.settle(id, fence, { kind: "done", outcome: "ok" }));
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "done",
      run: { limited_by: "useless-split" },
      coverage: { reported: total },
    });
    expect(await rig.eventTypes(id)).toContain("not-split");
    await expectSound(rig);
  });

  test("is told from one whose parts are full as well, and from small parts that the whole showed", async () => {
    const { save, split } = await held({ capRows: 100 });
    await save(page(1, { reported: 900, keys: SAME }));
    await split(0, 4);
    await save(
      page(1, { part: 1, reported: 500 }),
      page(1, { part: 2, reported: 2, rows: 2, keys: SAME.slice(0, 2), last: true }),
    );
    expect(await split(1, 2)).toEqual([3, 4, 5, 6]);
    await save(page(1, { part: 3, reported: 3, rows: 3, keys: SAME.slice(2, 5), last: true }));
    await save(page(1, { part: 4, reported: 395 }));
    expect(await split(4, 2)).toEqual([5, 6, 7, 8]);
  });
});

describe("a run", () => {
  test("is split into no more parts than the platform allows, and reads the rest as it is", async () => {
    const { save, split } = await held({ capRows: 100, maxParts: 5 });
    await save(page(1, { reported: 900 }));
    expect(await split(0, 3)).toEqual([1, 2, 3]);
    await save(page(1, { part: 1, reported: 300 }));
    expect(await split(1, 2)).toEqual([1, 2, 3]);
    expect(await save(page(2, { part: 1, reported: 300 }))).toBe("max-parts");
  });

  test("ends after the platform's number of pages, with parts left open", async () => {
    const { rig, id, fence, save } = await held({ maxPages: 3 });
    expect(await save(page(1), page(2))).toBeNull();
    const early = await rig.api.settle(id, fence, { kind: "done", outcome: "ok" });
    expect(early).toMatchObject({ ok: false, code: "invalid_state" });
    expect(await save(page(3))).toBe("max-pages");
    value(await rig.api.settle(id, fence, { kind: "done", outcome: "ok" }));
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "done",
      run: { limited_by: "max-pages" },
      coverage: { distinct: 30, reported: 100 },
    });
  });

  test("says when a part ended at the site's cap", async () => {
    const { save } = await held({ capRows: 20 });
    expect(await save(page(1), page(2, { last: true }))).toBe("site-cap");
  });
});
