/** Edits of a keyword, the order in which priorities are picked, and "run all". */
import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../shared/time.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const add = async (rig: Rig, keyword: string, priority: number) => {
  const item = { platform: "qcwy", keyword, city: "北京", channel: "web", priority } as const;
  return (await rig.api.create([item], "tester"))[0]?.id ?? "";
};
/** No wake-ups: work stays ready until it is claimed. */
const quiet = async () => {
  const rig = await Rig.start();
  rig.settings.lease.wakes = false;
  rig.settings.lease.window = 100;
  return rig;
};
const claimed = async (rig: Rig, limit: number) =>
  (await rig.api.claim("lane", limit)).map(({ keyword }) => keyword);

describe("the order of picking", () => {
  test("URGENT goes before any LOW, however long that has waited", async () => {
    const rig = await quiet();
    await add(rig, "low", 0);
    rig.now += 30 * 24 * HOUR_MS;
    await add(rig, "urgent", 10);
    expect(await claimed(rig, 1)).toEqual(["urgent"]);
    expect(await claimed(rig, 1)).toEqual(["low"]);
  });

  test("waiting is worth an hour per point of priority, and at most four", async () => {
    const rig = await quiet();
    await add(rig, "old low", 0);
    rig.now += 10 * HOUR_MS;
    await add(rig, "older normal", 5);
    rig.now += 3.5 * HOUR_MS;
    await add(rig, "high", 8);
    await add(rig, "three", 3);
    await add(rig, "five", 5);
    expect(await claimed(rig, 10)).toEqual(["older normal", "high", "five", "old low", "three"]);
    await expectSound(rig);
  });

  test("within one priority the oldest goes first, also among those that no longer age", async () => {
    const rig = await quiet();
    for (const name of ["a", "b", "c"]) {
      await add(rig, name, 5);
      rig.now += HOUR_MS;
    }
    rig.now += 20 * HOUR_MS;
    await add(rig, "d", 5);
    expect(await claimed(rig, 2)).toEqual(["a", "b"]);
    expect(await claimed(rig, 2)).toEqual(["c", "d"]);
  });
});

describe("an edit", () => {
  test("of the priority moves waiting work in the line and leaves a lease alone", async () => {
    const rig = await quiet();
    const first = await add(rig, "first", 5);
    rig.now += 1000;
    const second = await add(rig, "second", 5);
    expect(value(await rig.api.update(second, { priority: 8 }, "ann"))).toMatchObject({ priority: 8 });
    const claim = await rig.claimOne();
    expect(claim.keyword_id).toBe(second);
    expect(value(await rig.api.update(second, { priority: 2 }, "ann"))).toMatchObject({
      state: "running",
      priority: 2,
    });
    value(await rig.api.saveProgress(second, claim.fence, [page(1)]));
    const [event] = (await rig.api.events(second, 5)).filter(({ type }) => type === "edited");
    expect(event?.detail).toEqual({ actor: "ann", from_priority: 8, to_priority: 2 });
    expect((await rig.claimOne()).keyword_id).toBe(first);
    await expectSound(rig);
  });

  test("of the city ends the lease by its fence and begins a first crawl of the other search", async () => {
    const rig = await quiet();
    const id = await add(rig, "a", 5);
    const done = await rig.claimOne();
    value(await rig.api.saveProgress(id, done.fence, [page(1, { last: true })]));
    value(await rig.api.settle(id, done.fence, { kind: "done", outcome: "ok" }));
    value(await rig.api.act(id, "run", "ann"));
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    expect(value(await rig.api.update(id, { city: "上海", priority: 9 }, "ann"))).toMatchObject({
      city: "上海",
      priority: 9,
      state: "pending",
      coverage: null,
      run: null,
    });
    expect(await rig.api.saveProgress(id, fence, [page(2)])).toMatchObject({
      ok: false,
      code: "stale_lease",
    });
    const next = await rig.claimOne();
    expect(next).toMatchObject({ city: "上海", recrawl: false });
    expect(next.parts[0]?.page).toBe(0);
    expect(await rig.api.stats()).toMatchObject({ reported: 0, distinct: 0, unknown: 1 });
    expect(await rig.rows("SELECT * FROM key_sets")).toEqual([]);
    await expectSound(rig);
  });

  test("to a search that exists, in any case, is a conflict; a deleted one is none and can't come back beside it", async () => {
    const rig = await quiet();
    const [id = ""] = await rig.create("Java");
    const other = { platform: "qcwy", keyword: "java", city: "上海", channel: "web", priority: 5 } as const;
    const twin = (await rig.api.create([other], "tester"))[0]?.id ?? "";
    expect(await rig.api.update(id, { city: "上海" }, "ann")).toMatchObject({ ok: false, code: "conflict" });
    expect((await rig.api.get(id))?.keyword.city).toBe("北京");
    value(await rig.api.act(twin, "delete", "ann"));
    expect(await rig.api.update(twin, { priority: 1 }, "ann")).toMatchObject({
      ok: false,
      code: "invalid_state",
    });
    value(await rig.api.update(id, { city: "上海" }, "ann"));
    expect(await rig.api.findSearch(other)).toBe(id);
    expect(await rig.api.act(twin, "restore", "ann")).toMatchObject({ ok: false, code: "conflict" });
    expect((await rig.api.create([other], "tester"))[0]).toMatchObject({ id, result: "exists" });
  });

  test("of a paused keyword leaves it paused; one that changes nothing writes nothing", async () => {
    const rig = await quiet();
    const id = await add(rig, "a", 5);
    value(await rig.api.act(id, "pause", "ann"));
    expect(value(await rig.api.update(id, { channel: "app" }, "ann"))).toMatchObject({
      state: "paused",
      channel: "app",
    });
    const events = await rig.eventTypes(id);
    value(await rig.api.update(id, { channel: "app", priority: 5 }, "ann"));
    expect(await rig.eventTypes(id)).toEqual(events);
    expect(await rig.api.update("nobody", { priority: 1 }, "ann")).toMatchObject({ code: "not_found" });
  });
});

/** The site's answer to a search without postings. */
const EMPTY = page(1, { reported: 0, rows: 0, keys: [], last: true, outcome: "true-zero" });

test("run all makes due what rests or waits within the reach, and leaves paused and blocked ones", async () => {
  const rig = await quiet();
  const mine = { ownerId: "me", departmentId: null };
  const item = (keyword: string) =>
    ({ platform: "qcwy", keyword, city: "北京", channel: "web", priority: 5 }) as const;
  const made = await rig.api.create(["done", "blocked", "paused"].map(item), "tester", mine);
  const [done = "", blocked = "", paused = ""] = made.map(({ id }) => id);
  const end = async (id: string, settlement: Parameters<typeof rig.api.settle>[2]) => {
    const claim = await rig.claimOne();
    expect(claim.keyword_id).toBe(id);
    if (settlement.kind === "done") value(await rig.api.saveProgress(id, claim.fence, [EMPTY]));
    value(await rig.api.settle(id, claim.fence, settlement));
  };
  await end(done, { kind: "done", outcome: "true-zero" });
  await end(blocked, { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" });
  value(await rig.api.act(paused, "pause", "ann"));
  const [foreign = ""] = await rig.create("foreign");
  await end(foreign, { kind: "done", outcome: "true-zero" });

  expect(await rig.api.stats()).toMatchObject({ ready: 0, runnable: 2 });
  expect(await rig.api.runAll("me", { kind: "own", userId: "me" })).toEqual({ due: 1, next: null });
  expect(await Promise.all([done, blocked, paused, foreign].map((id) => rig.state(id)))).toEqual([
    ...["pending", "blocked", "paused", "done"],
  ]);
  expect(await rig.api.runAll("me", { kind: "all" })).toEqual({ due: 1, next: null });
  expect(await rig.api.stats()).toMatchObject({ ready: 2, runnable: 0 });
  expect(await rig.eventTypes(done)).toContain("run");
});
