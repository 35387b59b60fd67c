import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import { placeOfKeyword } from "../../shared/domain/keyword-id.ts";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

const DONE = { kind: "done", outcome: "ok" } as const;
const lastPage = (number: number, more: Partial<PageProgress> = {}) => page(number, { last: true, ...more });

describe("create", () => {
  test("a search exists once; its id leads back to its ledger", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("java");
    expect(placeOfKeyword(id)).toEqual({ platform: "qcwy", shard: 7 });
    const item = { platform: "qcwy", keyword: "java", city: "北京", channel: "web", priority: 9 } as const;
    expect(await rig.api.create([item], "x")).toMatchObject([{ id, result: "exists" }]);
    value(await rig.api.act(id, "delete", "x"));
    expect(await rig.api.create([item], "x")).toMatchObject([{ id, result: "restored" }]);
    expect((await rig.api.get(id))?.keyword).toMatchObject({ priority: 9, deleted_at: null });
    await expectSound(rig);
  });

  test("case makes no other search; the first spelling stays, and both find it", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("Java");
    expect(await rig.create("java", "JAVA", "javascript")).toMatchObject([id, id, expect.any(String)]);
    const found = await rig.api.list({ search: "jAVA" }, 10);
    expect(found.map(({ keyword }) => keyword).sort()).toEqual(["Java", "javascript"]);
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
    expect(resumed.run_id).toBe(first.run_id);
    value(await rig.api.act(id, "restart", "ann"));
    const restarted = await rig.claimOne();
    expect(restarted.run_id).not.toBe(first.run_id);
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
    expect(await rig.api.list({ include_deleted: true }, 10)).toHaveLength(1);
    expect(await rig.api.stats()).toMatchObject({ states: { done: 0 }, reported: 0, distinct: 0 });
    expect(await rig.api.act(id, "pause", "ann")).toMatchObject({
      message: "a keyword that is deleted cannot pause",
    });
    await rig.pass(rig.settings.lease.leaseMs);
    expect(await rig.alarmAt()).toBeNull();
    expect(value(await rig.api.act(id, "restore", "ann"))).toMatchObject({ state: "done", deleted_at: null });
    expect(await rig.api.stats()).toMatchObject({ states: { done: 1 }, reported: 100, distinct: 10 });
    await expectSound(rig);
  });
});

describe("a keyword deleted while its run is in work", () => {
  test.each(["saved", "queued", "held", "requeued"] as const)(
    "(%s) stays deleted, and is picked again once restored",
    async (where) => {
      const rig = await Rig.start();
      const [id = ""] = await rig.create("a");
      let fence = 0;
      if (where !== "queued") fence = (await rig.claimOne()).fence;
      if (where === "saved") value(await rig.api.saveProgress(id, fence, [page(1)]));
      if (where === "held" || where === "requeued") {
        value(
          await rig.api.settle(id, fence, { kind: "yield", reason: "pace", resume_at: rig.now + 60_000 }),
        );
      }
      if (where === "requeued") await rig.pass(60_000);
      value(await rig.api.act(id, "delete", "ann"));

      const refused = { ok: false, code: "not_found" };
      expect(await rig.api.saveProgress(id, fence, [page(1), page(2)])).toMatchObject(refused);
      expect(await rig.api.splitPart(id, fence, 0, [{}])).toMatchObject(refused);
      expect(await rig.api.settle(id, fence, DONE)).toMatchObject(refused);
      expect(await rig.api.renew(id, fence)).toMatchObject(refused);
      await rig.pass(3_600_000);
      expect(await rig.api.claim("lane", 5)).toEqual([]);
      expect((await rig.api.get(id))?.keyword.deleted_at).not.toBeNull();

      value(await rig.api.act(id, "restore", "ann"));
      expect(await rig.api.saveProgress(id, fence, [page(2)])).toMatchObject({
        ok: false,
        code: "stale_lease",
      });
      expect(await rig.api.settle(id, fence, DONE)).toMatchObject({ ok: false, code: "stale_lease" });
      const again = await rig.claimOne();
      expect(again).toMatchObject({ keyword_id: id, attempt: 1 });
      expect(again.fence).toBeGreaterThan(fence);
      expect(again.parts[0]?.page).toBe(where === "saved" ? 1 : 0);
      await expectSound(rig);
    },
  );

  test("tries used before the deletion are forgotten by the restore", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const retry = { kind: "retry", outcome: "server", error: "HTTP 500" } as const;
    value(await rig.api.settle(id, (await rig.claimOne()).fence, retry));
    value(await rig.api.act(id, "delete", "ann"));
    expect(value(await rig.api.act(id, "restore", "ann"))).toMatchObject({
      state: "failed",
      attempts: 0,
      due_at: expect.any(Number),
    });
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
    const older = await rig.api.events(id, 1000, { beforeSeq: newest[1]?.seq });
    expect(older[0]?.detail.index).toBe(297);
    expect(older.length).toBeGreaterThanOrEqual(198);
    expect(older.length).toBeLessThan(240);
  });

  test("a page whose saving was rolled back is counted when it is saved again", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    // The database fails after the postings were counted.
    await runInDurableObject(rig.stub, async (ledger, { storage }) => {
      storage.sql.exec(
        "CREATE TRIGGER full BEFORE UPDATE ON runs BEGIN SELECT raise(ABORT, 'the disk is full'); END",
      );
      await expect(async () => ledger.saveProgress(id, fence, [page(1)])).rejects.toThrow("the disk is full");
      storage.sql.exec("DROP TRIGGER full");
    });
    const distinct = async () => (await rig.api.get(id))?.keyword.run?.distinct;
    expect(await distinct()).toBe(0);
    value(await rig.api.saveProgress(id, fence, [page(1)]));
    expect(await distinct()).toBe(10);
    await rig.evict();
    value(await rig.api.saveProgress(id, fence, [page(2)]));
    expect(await distinct()).toBe(20);
    await expectSound(rig);
  });

  test("pages are counted at once, and written to the totals once a lease", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const counted = async () => {
      const [totals] = await rig.rows<{ pages: number; rows: number; invalid: number }>(
        "SELECT pages, rows, invalid FROM totals",
      );
      const { pages, rows, invalid } = await rig.api.stats();
      return { totals, stats: { pages, rows, invalid } };
    };
    const none = { pages: 0, rows: 0, invalid: 0 };
    const three = { pages: 3, rows: 30, invalid: 1 };
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1), page(2)]));
    value(await rig.api.saveProgress(id, fence, [page(3, { invalid: 1 })]));
    expect(await counted()).toEqual({ totals: none, stats: three });
    await rig.evict();
    expect(await counted()).toEqual({ totals: none, stats: three });
    value(await rig.api.settle(id, fence, { kind: "yield", reason: "stop", resume_at: rig.now }));
    expect(await counted()).toEqual({ totals: three, stats: three });
    const again = await rig.claimOne();
    value(await rig.api.saveProgress(id, again.fence, [page(4)]));
    value(await rig.api.act(id, "restart", "tester"));
    const four = { pages: 4, rows: 40, invalid: 1 };
    expect(await counted()).toEqual({ totals: four, stats: four });
  });

  test("the live rate forgets pages after a minute", async () => {
    const rig = await Rig.start();
    const [id = ""] = await rig.create("a");
    const { fence } = await rig.claimOne();
    value(await rig.api.saveProgress(id, fence, [page(1), page(2)]));
    rig.now += 40_000;
    value(await rig.api.saveProgress(id, fence, [page(3)]));
    expect((await rig.api.stats()).pages_last_minute).toBe(3);
    rig.now += 40_000;
    expect((await rig.api.stats()).pages_last_minute).toBe(1);
  });
});
