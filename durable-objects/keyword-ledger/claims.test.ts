import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const DONE = { kind: "done", outcome: "ok" } as const;
const lastPage = (number: number, more: Partial<PageProgress> = {}) => page(number, { last: true, ...more });

describe("claim and progress", () => {
  test("a run begins at page 1, resumes after the last saved page, and counts distinct postings over evictions", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const first = await rig.claimOne();
    expect(first).toMatchObject({ keyword_id: id, fence: 1, attempt: 1, recrawl: false, stale_pages: 0 });
    expect(first.lease_until).toBe(rig.now + 60_000);
    expect(first.parts).toEqual([
      { part: 0, parent: null, filters: {}, state: "open", page: 0, reported: null, rows: 0 },
    ]);
    value(await rig.api.saveProgress(id, 1, [page(1, { reported: 25 })]));
    await rig.evict();
    rig.now += 20_000;
    const saved = value(
      await rig.api.saveProgress(id, 1, [page(2, { keys: ["0-1-0", "new"], reported: 26 })]),
    );
    expect(saved.lease_until).toBe(rig.now + 60_000);
    expect(saved.run).toMatchObject({ pages: 2, rows: 20, distinct: 11, reported: 26 });
    await rig.pass(60_000);
    expect(await rig.eventTypes(id)).toContain("lease-expired");
    const second = await rig.claimOne();
    expect(second).toMatchObject({ run_id: first.run_id, fence: 3, attempt: 2 });
    expect(second.parts[0]).toMatchObject({ page: 2, reported: 26, rows: 20 });
    await expectSound(rig);
  });

  test("a lease is written anew once a quarter of it has passed, because each write is billed", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence, lease_until: leaseUntil } = await rig.claimOne();
    rig.now += 14_999;
    expect(value(await rig.api.saveProgress(id, fence, [page(1)])).lease_until).toBe(leaseUntil);
    expect(value(await rig.api.renew(id, fence)).lease_until).toBe(leaseUntil);
    rig.now += 1;
    expect(value(await rig.api.renew(id, fence)).lease_until).toBe(rig.now + 60_000);
    await expectSound(rig);
  });

  test("a page saved again changes nothing; one that would skip a page is refused whole", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    const once = value(await rig.api.saveProgress(id, fence, [page(1), page(2)]));
    const twice = value(await rig.api.saveProgress(id, fence, [page(1), page(2)]));
    expect(twice).toEqual(once);
    expect((await rig.eventTypes(id)).filter((type) => type === "page")).toHaveLength(2);
    expect(await rig.api.saveProgress(id, fence, [page(3), page(5)])).toEqual({
      ok: false,
      code: "invalid_state",
      message: "part 0 has page 3 saved; page 5 would skip a page",
    });
    expect(value(await rig.api.saveProgress(id, fence, [page(3)])).run).toMatchObject({
      pages: 3,
      distinct: 30,
    });
    expect(await rig.api.stats()).toMatchObject({
      pages: 3,
      rows: 30,
      distinct: 0,
      unknown: 1,
      pages_last_minute: 3,
    });
    await expectSound(rig);
  });

  test("pages in a row without a new posting are counted; a fresh one starts over", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    const save = async (number: number, fresh: number | null) =>
      value(await rig.api.saveProgress(id, fence, [page(number, { fresh })])).stale_pages;
    expect([
      await save(1, 0),
      await save(2, 0),
      await save(3, null),
      await save(4, 2),
      await save(5, 0),
    ]).toEqual([1, 2, 2, 0, 1]);
  });

  test("splitting replaces a part by its children and keeps the rows it has", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1, { reported: 5000 })]));
    const children = [{ district: "A" }, { district: "B" }];
    const { parts } = value(await rig.api.splitPart(id, fence, 0, children));
    expect(parts.map((part) => [part.part, part.parent, part.filters, part.page])).toEqual([
      [1, 0, { district: "A" }, 0],
      [2, 0, { district: "B" }, 0],
    ]);
    expect(value(await rig.api.splitPart(id, fence, 0, children)).parts).toHaveLength(2);
    expect(await rig.api.settle(id, fence, DONE)).toMatchObject({
      ok: false,
      code: "invalid_state",
      message: "done with 2 parts still open",
    });
    const pages = [lastPage(1, { part: 1, reported: 10 }), lastPage(1, { part: 2, reported: 4 })];
    const { run } = value(await rig.api.saveProgress(id, fence, pages));
    expect(run).toMatchObject({ reported: 5000, rows: 30, distinct: 30 });
    expect(value(await rig.api.settle(id, fence, DONE))).toEqual({ state: "done" });
    expect((await rig.api.get(id))?.parts.map((part) => part.state)).toEqual(["split", "done", "done"]);
    for (const [part, why] of [
      [0, "done"],
      [9, "no part 9"],
    ] as const) {
      await rig.api.act(id, "run", "x");
      const again = await rig.claimOne();
      if (part === 0) value(await rig.api.saveProgress(id, again.fence, [lastPage(1)]));
      const answer = await rig.api.splitPart(id, again.fence, part, children);
      expect(answer).toMatchObject({ ok: false, code: "invalid_state" });
      expect(JSON.stringify(answer)).toContain(why);
      await rig.api.act(id, "skip", "x");
    }
  });

  test("a late holder is refused everything, and nothing changes", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const late = await rig.claimOne("late");
    value(await rig.api.saveProgress(id, late.fence, [page(1)]));
    // The lease is over, but the alarm has not rung yet.
    rig.now += 60_000;
    expect(await rig.api.saveProgress(id, late.fence, [page(2)])).toMatchObject({
      ok: false,
      code: "stale_lease",
    });
    await rig.alarm();
    const next = await rig.claimOne("next");
    const before = await rig.api.get(id);
    const events = await rig.eventTypes(id);
    const { fence } = late;
    const answers = [
      await rig.api.renew(id, fence),
      await rig.api.saveProgress(id, fence, [page(2)]),
      await rig.api.splitPart(id, fence, 0, [{ degree: "x" }]),
      await rig.api.settle(id, fence, DONE),
      await rig.api.note(id, fence, "x", {}),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, code: "stale_lease" });
    expect(await rig.api.get(id)).toEqual(before);
    expect(await rig.eventTypes(id)).toEqual(events);
    expect(value(await rig.api.saveProgress(id, next.fence, [page(2)])).run.pages).toBe(2);
    expect(await rig.api.renew("nobody", 1)).toMatchObject({ code: "not_found" });
  });

  test("a holder that falls silent too often ends the tries for good", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    for (const attempt of [1, 2, 3]) {
      expect((await rig.claimOne()).attempt).toBe(attempt);
      await rig.pass(60_000);
    }
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "failed",
      due_at: null,
      attempts: 3,
      last_outcome: "lease-expired",
    });
    expect(await rig.alarmAt()).toBeNull();
  });
});

describe("settle", () => {
  test("done is due again after the re-crawl time, as a new run that knows of the earlier one", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const first = await rig.claimOne();
    value(await rig.api.saveProgress(id, first.fence, [lastPage(1)]));
    value(await rig.api.settle(id, first.fence, DONE));
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "done",
      due_at: rig.now + 86_400_000,
      attempts: 0,
      last_outcome: "ok",
      run: { finished_at: rig.now },
    });
    expect(await rig.rows("SELECT run_id FROM key_sets")).toEqual([{ run_id: first.run_id }]);
    await rig.pass(86_400_000);
    const second = await rig.claimOne();
    expect(second.recrawl).toBe(true);
    expect(second.run_id).not.toBe(first.run_id);
    expect(second.parts[0]?.page).toBe(0);
    // The figure of the last run that ended stays until the next one ends.
    expect(await rig.api.stats()).toMatchObject({ pages: 1, rows: 10, reported: 100, distinct: 10 });
  });

  test("a retry waits out its backoff in state failed, then goes on at the saved page", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence, run_id: runId } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    value(await rig.api.settle(id, fence, { kind: "retry", outcome: "server", error: "HTTP 502" }));
    expect((await rig.api.get(id))?.keyword).toMatchObject({
      state: "failed",
      due_at: rig.now + 5000,
      attempts: 1,
      last_error: "HTTP 502",
    });
    await rig.pass(4999);
    expect(await rig.api.claim("lane", 1)).toEqual([]);
    await rig.pass(1);
    const again = await rig.claimOne();
    expect(again).toMatchObject({ run_id: runId, attempt: 2 });
    expect(again.parts[0]?.page).toBe(1);
  });

  const yieldUntil = (at: number) => ({ kind: "yield", reason: "pace", resume_at: at }) as const;

  test("work given back until later keeps its place in the window and is woken at its time", async () => {
    const rig = await Rig.start();
    rig.settings.lease.window = 1;
    const [a = "", b = ""] = await rig.create("a", "b");
    const one = await rig.claimOne();
    value(await rig.api.settle(a, one.fence, yieldUntil(rig.now + 10_000)));
    expect(await rig.api.claim("lane", 5)).toEqual([]);
    expect([await rig.state(a), await rig.state(b)]).toEqual(["queued", "pending"]);
    await expectSound(rig);
    const before = rig.wakes.length;
    await rig.pass(10_000);
    expect(rig.wakes.length).toBe(before + 1);
    const two = await rig.claimOne();
    expect(two).toMatchObject({ keyword_id: a, attempt: 1 });
    value(await rig.api.saveProgress(a, two.fence, [page(1)]));
    value(await rig.api.settle(a, two.fence, yieldUntil(rig.now)));
    expect((await rig.claimOne()).keyword_id).toBe(a);
  });

  test("a breaker that is open for hours does not send the backlog through claims, and is looked at again", async () => {
    const rig = await Rig.start();
    await rig.create(...Array.from({ length: 20 }, (_, index) => `k${index}`));
    const until = rig.now + 6 * 3_600_000;
    for (let round = 0; round < 3; round++) {
      for (const claim of await rig.api.claim("lane", 100)) {
        value(await rig.api.settle(claim.keyword_id, claim.fence, yieldUntil(until)));
      }
    }
    expect(await rig.api.stats()).toMatchObject({ states: { queued: 3, pending: 17 }, ready: 17 });
    await rig.pass(300_000);
    expect(await rig.api.claim("lane", 100)).toHaveLength(3);
  });

  test("a person who opened the platform wakes what it made wait", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    value(await rig.api.settle(id, fence, yieldUntil(rig.now + 86_400_000)));
    const sent = rig.wakes.length;
    expect(await rig.api.resumeHeld("breaker reset")).toEqual({ queued: 1 });
    expect(rig.wakes.slice(sent)).toMatchObject([{ cause: "breaker reset" }]);
    await expectSound(rig);
    expect(await rig.claimOne()).toMatchObject({ keyword_id: id, attempt: 1, parts: [{ page: 1 }] });
  });

  test("giving back again and again with nothing between is one line of the timeline", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const since = rig.now;
    for (let round = 0; round < 50; round++) {
      const { fence } = await rig.claimOne();
      value(await rig.api.settle(id, fence, yieldUntil(rig.now + 10_000)));
      await rig.pass(10_000);
    }
    expect(await rig.eventTypes(id)).toEqual(["created", "dispatched", "claimed", "yielded"]);
    const [last] = await rig.api.events(id, 1);
    expect(last?.detail).toMatchObject({ times: 50, since, reason: "pace", resume_at: rig.now });
  });

  test("parked work rests until a person retries it, at the saved page", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    const park = { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" } as const;
    value(await rig.api.settle(id, fence, park));
    await rig.pass(30 * 86_400_000);
    expect(await rig.alarmAt()).toBeNull();
    expect(await rig.state(id)).toBe("blocked");
    expect(await rig.api.act(id, "run", "ann")).toEqual({
      ok: false,
      code: "invalid_state",
      message: "a keyword that is blocked cannot run",
    });
    expect(value(await rig.api.act(id, "retry", "ann"))).toMatchObject({ state: "partial", attempts: 0 });
    expect((await rig.claimOne()).parts[0]?.page).toBe(1);
  });
});
