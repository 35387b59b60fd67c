import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { PageProgress } from "../../shared/contracts/ledger.ts";
import { placeOfKeyword } from "../../shared/domain/keyword-id.ts";
import { expectSound, page, Rig, value } from "./rig.test-support.ts";

afterEach(() => reset());

const DONE = { kind: "done", outcome: "ok" } as const;
const lastPage = (number: number, more: Partial<PageProgress> = {}) => page(number, { last: true, ...more });

describe("create", () => {
  test("a search exists once; its id leads back to its ledger", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("java");
    expect(placeOfKeyword(id)).toEqual({ platform: "qcwy", shard: 7 });
    const item = { platform: "qcwy", keyword: "java", city: "北京", channel: "web", priority: 9 } as const;
    expect(await rig.api.create([item], "x")).toEqual([{ id, result: "exists" }]);
    value(await rig.api.act(id, "delete", "x"));
    expect(await rig.api.create([item], "x")).toEqual([{ id, result: "restored" }]);
    expect((await rig.api.get(id))?.keyword).toMatchObject({ priority: 9, deleted_at: null });
    await expectSound(rig);
  });

  test("refuses a keyword of another platform", async () => {
    const rig = await Rig.start();
    const item = { platform: "boss", keyword: "java", city: "北京", channel: "web", priority: 5 } as const;
    // Called inside: an error that crosses the RPC border is also reported as unhandled.
    await runInDurableObject(rig.stub, async (ledger) => {
      expect(() => ledger.create([item], "x")).toThrow("keyword of boss sent to the ledger of qcwy");
    });
  });
});

describe("dispatch", () => {
  test("fills the window, with one wake-up for all of it", async () => {
    const rig = await Rig.start();
    const ids = await rig.create("a", "b", "c", "d", "e");
    expect(rig.wakes).toEqual([{ kind: "crawl", platform: "qcwy", shard: 7, cause: "tester" }]);
    expect(await rig.api.stats()).toMatchObject({ states: { queued: 3, pending: 2 }, ready: 2 });
    expect(await rig.api.dispatch()).toEqual({ queued: 3 });
    expect(rig.wakes).toHaveLength(1);
    expect(await rig.eventTypes(ids[0] ?? "")).toEqual(["created", "dispatched"]);
    await expectSound(rig);
    const claims = await rig.api.claim("lane", 5);
    expect(claims.map((claim) => claim.keyword)).toEqual(["a", "b", "c"]);
  });

  test("a wake-up that cannot be sent puts the work back and is tried again later and later", async () => {
    const rig = await Rig.start();
    rig.sendFails = true;
    const [id = ""] = await rig.create("a");
    expect(await rig.api.stats()).toMatchObject({ states: { pending: 1, queued: 0 }, ready: 1 });
    await expectSound(rig);
    await rig.pass(1000);
    await rig.pass(1999);
    expect(rig.sends).toBe(2);
    rig.sendFails = false;
    await rig.pass(1);
    expect(rig.wakes).toHaveLength(1);
    expect(await rig.state(id)).toBe("queued");
    expect(await rig.eventTypes(id)).toEqual([
      "created",
      ...["dispatched", "wake-failed", "dispatched", "wake-failed", "dispatched"],
    ]);
    await expectSound(rig);
  });

  test("work is there to claim while no wake-up can be sent", async () => {
    const rig = await Rig.start();
    rig.sendFails = true;
    await rig.create("a", "b");
    expect(await rig.api.claim("tick", 5)).toHaveLength(2);
  });

  test("a lost message costs the queue's deadline and nothing else", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    await rig.pass(59_999);
    expect(rig.wakes).toHaveLength(1);
    await rig.evict();
    await rig.pass(1);
    expect(rig.wakes).toHaveLength(2);
    expect(await rig.eventTypes(id)).toEqual(["created", "dispatched", "wake-lost", "dispatched"]);
    expect((await rig.claimOne()).attempt).toBe(1);
  });

  test("work queued behind others that run is late, not lost", async () => {
    const rig = await Rig.start();
    const [, second = ""] = await rig.create("a", "b");
    const claim = await rig.claimOne();
    await rig.pass(30_000);
    value(await rig.api.renew(claim.keywordId, claim.fence));
    await rig.pass(30_000);
    expect(rig.wakes).toHaveLength(2);
    expect(await rig.eventTypes(second)).toEqual(["created", "dispatched"]);
    await expectSound(rig);
  });

  test("a doubled message finds nothing to claim twice", async () => {
    const rig = await Rig.start();
    await rig.create("a");
    expect(await rig.api.claim("first", 3)).toHaveLength(1);
    expect(await rig.api.claim("second", 3)).toEqual([]);
  });
});

describe("order (A2)", () => {
  test("partial, then failed and due, then pending; by due time less the priority's offset", async () => {
    const rig = await Rig.start();
    rig.settings.lease.window = 2;
    await rig.create("partial", "failed");
    const [a, b] = await rig.api.claim("lane", 2);
    if (!a || !b) throw new Error("two claims expected");
    rig.settings.lease.window = 0;
    const items = [
      { keyword: "low-old", priority: 0, after: 0 },
      { keyword: "normal", priority: 5, after: 0 },
      { keyword: "urgent", priority: 10, after: 0 },
      { keyword: "low-aged", priority: 0, after: -5.5 * 3_600_000 },
    ];
    const start = rig.now;
    for (const { after, ...item } of items) {
      rig.now = start + after;
      await rig.api.create([{ platform: "qcwy", city: "北京", channel: "web", ...item }], "x");
    }
    rig.now = start;
    value(await rig.api.saveProgress(a.keywordId, a.fence, [page(1)]));
    value(await rig.api.settle(a.keywordId, a.fence, { kind: "yield", reason: "stop", resumeAt: rig.now }));
    value(await rig.api.settle(b.keywordId, b.fence, { kind: "retry", outcome: "server", error: "502" }));
    await rig.pass(5000);
    rig.settings.lease.window = 10;
    const order = (await rig.api.claim("lane", 10)).map((claim) => claim.keyword);
    expect(order).toEqual(["partial", "failed", "urgent", "low-aged", "normal", "low-old"]);
  });
});

describe("claim and progress", () => {
  test("a run begins at page 1, resumes after the last saved page, and counts distinct postings over evictions", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const first = await rig.claimOne();
    expect(first).toMatchObject({ keywordId: id, fence: 1, attempt: 1, recrawl: false, stalePages: 0 });
    expect(first.leaseUntil).toBe(rig.now + 60_000);
    expect(first.parts).toEqual([
      { part: 0, parent: null, filters: {}, state: "open", page: 0, reported: null, rows: 0 },
    ]);
    value(await rig.api.saveProgress(id, 1, [page(1, { reported: 25 })]));
    await rig.evict();
    rig.now += 10_000;
    const saved = value(
      await rig.api.saveProgress(id, 1, [page(2, { keys: ["0-1-0", "new"], reported: 26 })]),
    );
    expect(saved.leaseUntil).toBe(rig.now + 60_000);
    expect(saved.run).toMatchObject({ pages: 2, rows: 20, distinct: 11, reported: 25 });
    await rig.pass(60_000);
    expect(await rig.eventTypes(id)).toContain("lease-expired");
    const second = await rig.claimOne();
    expect(second).toMatchObject({ runId: first.runId, fence: 3, attempt: 2 });
    expect(second.parts[0]).toMatchObject({ page: 2, reported: 25, rows: 20 });
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
    expect(await rig.api.stats()).toMatchObject({ pages: 3, rows: 30, distinct: 30, pagesLastMinute: 3 });
    await expectSound(rig);
  });

  test("pages in a row without a new posting are counted; a fresh one starts over", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    const save = async (number: number, fresh: number | null) =>
      value(await rig.api.saveProgress(id, fence, [page(number, { fresh })])).stalePages;
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
    expect(await rig.rows("SELECT * FROM run_keys")).toEqual([]);
    await rig.pass(86_400_000);
    const second = await rig.claimOne();
    expect(second.recrawl).toBe(true);
    expect(second.runId).not.toBe(first.runId);
    expect(second.parts[0]?.page).toBe(0);
    // Pages are counted for good, coverage over the latest run.
    expect(await rig.api.stats()).toMatchObject({ pages: 1, rows: 10, reported: 0, distinct: 0 });
  });

  test("a retry waits out its backoff in state failed, then goes on at the saved page", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence, runId } = await rig.claimOne();
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
    expect(again).toMatchObject({ runId, attempt: 2 });
    expect(again.parts[0]?.page).toBe(1);
  });

  test("work that yields keeps its place in the window, however long, and is woken at its time or by a person", async () => {
    const rig = await Rig.start();
    rig.settings.lease.window = 1;
    const [a = "", b = ""] = await rig.create("a", "b");
    const one = await rig.claimOne();
    const yieldUntil = (resumeAt: number) => ({ kind: "yield", reason: "pace", resumeAt }) as const;
    value(await rig.api.settle(a, one.fence, yieldUntil(rig.now + 10_000)));
    expect(await rig.api.claim("lane", 5)).toEqual([]);
    expect([await rig.state(a), await rig.state(b)]).toEqual(["queued", "pending"]);
    await expectSound(rig);
    const before = rig.wakes.length;
    await rig.pass(10_000);
    expect(rig.wakes.length).toBe(before + 1);
    const two = await rig.claimOne();
    expect(two).toMatchObject({ keywordId: a, attempt: 1 });
    value(await rig.api.saveProgress(a, two.fence, [page(1)]));
    value(await rig.api.settle(a, two.fence, yieldUntil(rig.now + 86_400_000)));
    await rig.pass(3_600_000);
    expect(await rig.api.claim("lane", 5), "the backlog is not walked through meanwhile").toEqual([]);
    expect([await rig.state(a), await rig.state(b)]).toEqual(["queued", "pending"]);
    const sent = rig.wakes.length;
    expect(await rig.api.wakeHeld("breaker reset")).toEqual({ queued: 1 });
    expect(rig.wakes.slice(sent)).toMatchObject([{ cause: "breaker reset" }]);
    await expectSound(rig);
    const three = await rig.claimOne();
    expect(three).toMatchObject({ keywordId: a, attempt: 1, parts: [{ page: 1 }] });
  });

  test("parked work rests until a person retries it, at the saved page", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    const park = { kind: "park", state: "blocked", outcome: "blocked", error: "code 37" } as const;
    value(await rig.api.settle(id, fence, park));
    expect(await rig.alarmAt()).toBeNull();
    await rig.pass(30 * 86_400_000);
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

describe("act", () => {
  test.each(["pause", "delete", "skip", "restart"] as const)(
    "%s takes a running keyword from its holder",
    async (action) => {
      const rig = await Rig.start();
      const [id = ""] = await rig.create("a");
      const { fence } = await rig.claimOne();
      value(await rig.api.saveProgress(id, fence, [page(1)]));
      value(await rig.api.act(id, action, "ann"));
      const code = action === "delete" ? "not_found" : "stale_lease";
      expect(await rig.api.saveProgress(id, fence, [page(2)])).toMatchObject({ ok: false, code });
      await expectSound(rig);
    },
  );

  test("restart begins a new run at page 1; resume goes on with the old one", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const first = await rig.claimOne();
    value(await rig.api.saveProgress(id, first.fence, [page(1)]));
    value(await rig.api.act(id, "pause", "ann"));
    expect(await rig.state(id)).toBe("paused");
    value(await rig.api.act(id, "resume", "ann"));
    const resumed = await rig.claimOne();
    expect(resumed.runId).toBe(first.runId);
    value(await rig.api.act(id, "restart", "ann"));
    const restarted = await rig.claimOne();
    expect(restarted.runId).not.toBe(first.runId);
    expect(restarted.parts[0]?.page).toBe(0);
  });

  test("a deleted keyword is out of lists, figures and work until it is restored", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [lastPage(1)]));
    value(await rig.api.settle(id, fence, DONE));
    const deleted = value(await rig.api.act(id, "delete", "ann"));
    expect(deleted.deleted_at).toBe(rig.now);
    expect(await rig.api.list({}, 10)).toEqual([]);
    expect(await rig.api.list({ includeDeleted: true }, 10)).toHaveLength(1);
    expect(await rig.api.stats()).toMatchObject({ states: { done: 0 }, reported: 0, distinct: 0 });
    expect(await rig.api.act(id, "pause", "ann")).toMatchObject({
      message: "a keyword that is deleted cannot pause",
    });
    expect(await rig.alarmAt()).toBeNull();
    expect(value(await rig.api.act(id, "restore", "ann"))).toMatchObject({ state: "done", deleted_at: null });
    expect(await rig.api.stats()).toMatchObject({ states: { done: 1 }, reported: 100, distinct: 10 });
    await expectSound(rig);
  });
});

describe("lists and timeline", () => {
  test("keyset paging is newest first and meets every keyword once, under filters", async () => {
    const rig = await Rig.start();
    const ids: string[] = [];
    for (let index = 0; index < 25; index++) {
      rig.now += 1;
      ids.push(...(await rig.create(`${index % 2 ? "java" : "python"} ${index}`)));
    }
    const collect = async (filter: Parameters<typeof rig.api.list>[0]) => {
      const seen: string[] = [];
      for (;;) {
        const items = await rig.api.list(filter, 4, seen.at(-1));
        seen.push(...items.map((item) => item.id));
        if (items.length < 4) return seen;
      }
    };
    expect(await collect({})).toEqual([...ids].reverse());
    expect(await collect({ search: "java" })).toHaveLength(12);
    expect(await collect({ state: "queued" })).toEqual(ids.slice(0, 3).reverse());
    expect(await collect({ state: "pending", city: "北京", search: "python 2" })).toHaveLength(3);
    expect(await collect({ city: "上海" })).toEqual([]);
  });

  test("the last events are kept, newest first, pageable; notes need the lease", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    for (let index = 0; index < 300; index++) value(await rig.api.note(id, fence, "fetch-failed", { index }));
    const newest = await rig.api.events(id, 2);
    expect(newest.map((event) => event.detail.index)).toEqual([299, 298]);
    const older = await rig.api.events(id, 1000, newest[1]?.seq);
    expect(older[0]?.detail.index).toBe(297);
    expect(older.length).toBeGreaterThanOrEqual(198);
    expect(older.length).toBeLessThan(240);
  });

  test("the live rate forgets pages after a minute", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1), page(2)]));
    rig.now += 40_000;
    value(await rig.api.saveProgress(id, fence, [page(3)]));
    expect((await rig.api.stats()).pagesLastMinute).toBe(3);
    rig.now += 40_000;
    expect((await rig.api.stats()).pagesLastMinute).toBe(1);
  });
});
