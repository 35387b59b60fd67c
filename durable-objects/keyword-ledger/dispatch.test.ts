import { reset } from "cloudflare:test";
import { afterEach, describe, expect, test } from "vitest";
import { expectSound, page, Rig, value } from "../../tests/edge/keyword-ledger/rig.ts";

afterEach(() => reset());

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
    value(await rig.api.renew(claim.keyword_id, claim.fence));
    await rig.pass(30_000);
    expect(rig.wakes).toHaveLength(2);
    expect(await rig.eventTypes(second)).toEqual(["created", "dispatched"]);
    await expectSound(rig);
  });

  test("a doubled message finds nothing to claim twice", async () => {
    const rig = await Rig.start();
    await rig.create("a");
    expect(await rig.api.claim("nobody", 0)).toEqual([]);
    expect(await rig.api.claim("nobody", -1)).toEqual([]);
    expect(await rig.api.claim("first", 3)).toHaveLength(1);
    expect(await rig.api.claim("second", 3)).toEqual([]);
  });

  test("a claim stays within what may be under way, for all and for the edge", async () => {
    const rig = await Rig.start();
    rig.settings.lease.window = 9;
    await rig.create("a", "b", "c", "d", "e", "f");
    expect(await rig.api.claim("node:n", 5, { all: 2 })).toHaveLength(2);
    expect(await rig.api.claim("node:n", 5, { all: 2 })).toEqual([]);
    expect(await rig.api.claim("edge:x", 5, { edge: 1 })).toHaveLength(1);
    expect(await rig.api.claim("edge:y", 1, { edge: 1 })).toEqual([]);
    expect(await rig.api.claim("edge:y", 1, { edge: -1 })).toEqual([]);
    expect(await rig.api.claim("node:m", 5, { all: 4, edge: 9 })).toHaveLength(1);
    expect((await rig.api.stats()).running_on_nodes).toBe(3);
    expect(await rig.api.claim("edge:z", 9)).toHaveLength(2);
  });

  test("where only nodes crawl, work is leased as it stands ready and the timeline tells of no wake-up", async () => {
    const rig = await Rig.start();
    rig.settings.lease.wakes = false;
    const [id = ""] = await rig.create("a");
    await rig.pass(120_000);
    expect(await rig.api.dispatch("tick")).toEqual({ queued: 0 });
    const [claim] = await rig.api.claim("node:n", 1);
    expect(claim?.keyword_id).toBe(id);
    value(
      await rig.api.settle(id, claim?.fence ?? 0, {
        kind: "yield",
        reason: "pace",
        resume_at: rig.now + 1000,
      }),
    );
    expect(await rig.api.claim("node:n", 1)).toEqual([]);
    await rig.pass(1000);
    expect(await rig.api.claim("node:n", 1)).toHaveLength(1);
    expect(await rig.eventTypes(id)).toEqual(["created", "claimed", "yielded", "claimed"]);
    expect(rig.wakes).toEqual([]);
    await expectSound(rig);
  });
});

describe("order (A2)", () => {
  test("partial, then failed and due, then pending; by priority, which waiting makes up for by four points at most", async () => {
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
    value(await rig.api.saveProgress(a.keyword_id, a.fence, [page(1)]));
    value(await rig.api.settle(a.keyword_id, a.fence, { kind: "yield", reason: "stop", resume_at: rig.now }));
    value(await rig.api.settle(b.keyword_id, b.fence, { kind: "retry", outcome: "server", error: "502" }));
    await rig.pass(5000);
    rig.settings.lease.window = 10;
    const order = (await rig.api.claim("lane", 10)).map((claim) => claim.keyword);
    expect(order).toEqual(["partial", "failed", "urgent", "normal", "low-aged", "low-old"]);
  });
});
