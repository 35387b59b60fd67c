import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { NewResource, ResourcePoolApi } from "../../shared/contracts/resource-pool.ts";
import type { ResourcePool } from "./object.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const MINUTE = 60_000;
const TTL = 2 * MINUTE;
let stub: DurableObjectStub<ResourcePool>;
let pool: ResourcePoolApi;
let now: number;

const at = async (time: number) => {
  now = time;
  await runInDurableObject(stub, (object) => {
    object.now = () => time;
  });
};

beforeEach(async () => {
  stub = env.RESOURCE_POOL.get(env.RESOURCE_POOL.newUniqueId());
  pool = stub as unknown as ResourcePoolApi;
  await at(NOW);
});

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const proxy = (n: number, over: Partial<NewResource> = {}): NewResource => ({
  id: id(n),
  name: `proxy ${n}`,
  platforms: [],
  spec: { protocol: "http", host: `p${n}.example.com`, port: 8080 },
  sealed: null,
  hint: null,
  fingerprint: `f${n}`,
  daily_budget: 0,
  enabled: true,
  expires_at: null,
  note: "",
  ...over,
});
const add = (...numbers: number[]) => pool.create(numbers.map((n) => proxy(n)));
const take = async (node = "a", platform: Platform = "boss") => {
  const { granted } = await pool.lease(node, platform, TTL);
  if (!granted) throw new Error("nothing granted");
  return granted;
};
const everything = { include_deleted: true };

describe("leases", () => {
  test("give each resource to one node, and say when the next is free", async () => {
    await add(1, 2);
    const [one, two] = [await take("a"), await take("b")];
    expect(one.id).not.toBe(two.id);
    expect(await pool.lease("c", "boss", TTL)).toEqual({ granted: null, wait_ms: MINUTE, reason: "leased" });
    await at(NOW + TTL);
    expect(await take("c")).toMatchObject({ fence: 2 });
  });

  test("end for whoever comes late: a stale fence changes nothing and is counted", async () => {
    await add(1);
    const old = await take("a");
    await at(NOW + TTL);
    const mine = await take("b");
    for (const node of ["a", "b"])
      expect(await pool.renew(node, [old], TTL)).toMatchObject([{ state: "stale_lease" }]);
    expect(await pool.release("a", [mine])).toMatchObject([{ state: "stale_lease" }]);
    expect(await pool.report("a", [{ ...old, outcome: "blocked", requests: 7 }])).toMatchObject([
      { state: "stale_lease" },
    ]);
    expect(await pool.get(id(1))).toMatchObject({
      state: "leased",
      used_today: 0,
      failures: 0,
      stale_requests: 7,
      lease: { node: "b", fence: mine.fence },
    });
  });

  test("are renewed while they run, and not after", async () => {
    await add(1);
    const lease = await take();
    await at(NOW + TTL - 1);
    expect(await pool.renew("a", [lease], TTL)).toMatchObject([{ state: "ok", until: NOW + 2 * TTL - 1 }]);
    await at(NOW + 2 * TTL);
    expect(await pool.renew("a", [lease], TTL)).toMatchObject([{ state: "stale_lease" }]);
    // The requests were made all the same, and nobody else has had it.
    await pool.report("a", [{ ...lease, outcome: "ok", requests: 3 }]);
    expect(await pool.get(id(1))).toMatchObject({ used_today: 3, successes: 3 });
  });

  test("prefer the healthy, then the least used, then the one that rested", async () => {
    await add(1, 2, 3);
    const [one, two, three] = [await take(), await take(), await take()];
    await pool.report("a", [
      { ...one, outcome: "network", requests: 1 },
      { ...two, outcome: "ok", requests: 5 },
      { ...three, outcome: "ok", requests: 2 },
    ]);
    await pool.release("a", [one, two, three]);
    expect([(await take()).id, (await take()).id, (await take()).id]).toEqual([three.id, two.id, one.id]);
  });

  test("are for the platform asked for", async () => {
    await pool.create([proxy(1, { platforms: ["qcwy", "zhilian"] })]);
    expect(await pool.lease("a", "boss", TTL)).toMatchObject({ granted: null, reason: "none" });
    expect(await take("a", "zhilian")).toMatchObject({ id: id(1) });
  });

  test("tell what is left of the budget; used up, it waits for tomorrow", async () => {
    await pool.create([proxy(1, { daily_budget: 5 })]);
    const lease = await take();
    expect(lease.budget_left).toBe(5);
    expect(await pool.report("a", [{ ...lease, outcome: "ok", requests: 5 }])).toMatchObject([
      { state: "ok", budget_left: 0 },
    ]);
    await pool.release("a", [lease]);
    expect(await pool.lease("a", "boss", TTL)).toMatchObject({ granted: null, reason: "budget" });
    await at(Date.UTC(2026, 10, 22, 16));
    expect((await take()).budget_left).toBe(5);
  });

  test("end with a quarantine, a deletion, a switch off and a new secret", async () => {
    await add(1);
    const endings: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
      ["quarantine", async () => {}, () => pool.unquarantine(id(1))],
      ["delete", () => pool.delete(id(1)), () => pool.restore(id(1))],
      [
        "switch off",
        () => pool.update(id(1), { enabled: false }),
        () => pool.update(id(1), { enabled: true }),
      ],
      ["secret", () => pool.update(id(1), { sealed: "v1.new.x.y" }), async () => {}],
    ];
    for (const [name, end, begin] of endings) {
      const lease = await take();
      if (name === "quarantine")
        expect(await pool.report("a", [{ ...lease, outcome: "blocked", requests: 1 }])).toMatchObject([
          { state: "ended", reason: "blocked" },
        ]);
      await end();
      expect(await pool.renew("a", [lease], TTL), name).toMatchObject([{ state: "stale_lease" }]);
      if (name !== "secret") expect((await pool.lease("b", "boss", TTL)).granted, name).toBeNull();
      await begin();
    }
    expect((await take()).fence).toBe(5);
  });

  test("run out for a token that expired", async () => {
    await pool.create([proxy(1, { expires_at: NOW + MINUTE })]);
    await pool.release("a", [await take()]);
    await at(NOW + MINUTE);
    expect(await pool.lease("a", "boss", TTL)).toMatchObject({ granted: null, reason: "none" });
    expect(await pool.get(id(1))).toMatchObject({ state: "expired" });
  });

  test("are one for each platform to a node: another ends the one renewed longest ago", async () => {
    await add(1, 2, 3, 4, 5, 6);
    const [one, two, three] = [await take(), await take(), await take()];
    const other = await take("b");
    await at(NOW + 1);
    await pool.renew("a", [one, three], TTL);
    const four = await take();
    expect(await pool.renew("a", [one, two, three, four], TTL)).toMatchObject(
      ["ok", "stale_lease", "ok", "ok"].map((state) => ({ state })),
    );
    for (let n = 0; n < 10; n++) await take();
    const held = (await pool.list(everything, 10)).filter(({ lease }) => lease?.node === "a");
    expect(held).toHaveLength(3);
    expect(await pool.renew("b", [other], TTL)).toMatchObject([{ state: "ok" }]);
  });

  test("take no report from a node that never had them", async () => {
    await add(1);
    const mine = await take("a");
    const before = await pool.get(id(1));
    for (const fence of [mine.fence, 0, 99])
      await pool.report("b", [{ id: id(1), fence, outcome: "blocked", requests: 1000 }]);
    expect(await pool.get(id(1))).toEqual(before);
  });

  test("outlive the object's memory", async () => {
    await add(1);
    const lease = await take();
    await evictDurableObject(stub);
    await at(NOW + 1);
    expect(await pool.renew("a", [lease], TTL)).toMatchObject([{ state: "ok" }]);
  });
});

test("whatever nodes do: one holder at a time, and the fence of each only grows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          what: fc.constantFrom("lease", "lease", "report", "release", "renew", "free", "wait"),
          node: fc.constantFrom("a", "b", "c"),
          outcome: fc.constantFrom("ok", "network", "blocked", "throttled"),
        }),
        { maxLength: 25 },
      ),
      async (steps) => {
        stub = env.RESOURCE_POOL.get(env.RESOURCE_POOL.newUniqueId());
        pool = stub as unknown as ResourcePoolApi;
        await at(NOW);
        await pool.create([proxy(1, { daily_budget: 20 }), proxy(2)]);
        const held: { id: string; fence: number; node: string }[] = [];
        const fences = new Map<string, number>();
        for (const { what, node, outcome } of steps) {
          const mine = held.findLast((lease) => lease.node === node);
          if (what === "wait") await at(now + 70_000);
          if (what === "free") await pool.unquarantine(id(1));
          if (what === "lease") {
            const before = new Map((await pool.list(everything, 10)).map((it) => [it.id, it]));
            const { granted } = await pool.lease(node, "boss", TTL);
            if (granted) {
              expect(before.get(granted.id)?.state).toBe("free");
              expect(granted.fence).toBeGreaterThan(fences.get(granted.id) ?? 0);
              fences.set(granted.id, granted.fence);
              held.push({ id: granted.id, fence: granted.fence, node });
            } else expect([...before.values()].some(({ state }) => state === "free")).toBe(false);
          }
          if (mine && what === "renew") await pool.renew(node, [mine], TTL);
          if (mine && what === "release") await pool.release(node, [mine]);
          if (mine && what === "report") {
            const [told] = await pool.report(node, [{ ...mine, outcome: outcome as "ok", requests: 3 }]);
            const stale = fences.get(mine.id) !== mine.fence;
            if (stale) expect(told?.state).toBe("stale_lease");
          }
          for (const { lease, state } of await pool.list(everything, 10))
            if (state === "leased")
              expect(held).toContainEqual(expect.objectContaining({ fence: lease?.fence }));
        }
      },
    ),
    { numRuns: 25 },
  );
});

describe("records", () => {
  test("are refused twice, also by restoring and changing; a deleted one stands in no way", async () => {
    await add(1);
    expect(
      await pool.create([proxy(2, { fingerprint: "f1" }), proxy(3), proxy(4, { fingerprint: "f3" })]),
    ).toEqual([
      { id: id(1), result: "exists" },
      { id: id(3), result: "created" },
      { id: id(3), result: "exists" },
    ]);
    expect(await pool.update(id(3), { fingerprint: "f1" })).toMatchObject({ ok: false, code: "conflict" });
    await pool.delete(id(1));
    expect(await pool.create([proxy(5, { fingerprint: "f1" })])).toMatchObject([{ result: "created" }]);
    expect(await pool.restore(id(1))).toMatchObject({ ok: false, code: "conflict" });
    expect(await pool.update(id(1), { note: "x" })).toMatchObject({ ok: false, code: "invalid_state" });
    expect(await pool.unquarantine(id(9))).toMatchObject({ ok: false, code: "not_found" });
  });

  test("are listed newest first, page by page, by platform, state and words", async () => {
    await pool.create([
      proxy(1, { name: "Tokyo 100%" }),
      proxy(2, { platforms: ["boss"], enabled: false }),
      proxy(3, { platforms: ["qcwy"], note: "spare" }),
    ]);
    const names = async (filter: object, limit = 10, before?: number) =>
      (await pool.list({ include_deleted: false, ...filter }, limit, before)).map(({ seq }) => seq);
    expect(await names({}, 2)).toEqual([3, 2]);
    expect(await names({}, 2, 2)).toEqual([1]);
    expect(await names({ platform: "boss" })).toEqual([2, 1]);
    expect(await names({ state: "disabled" })).toEqual([2]);
    expect(await names({ search: "100%" })).toEqual([1]);
    expect(await names({ search: "SPARE" })).toEqual([3]);
    expect(await names({ search: "p2.example" })).toEqual([2]);
    await pool.delete(id(3));
    expect(await names({})).toEqual([2, 1]);
    expect(await names({ include_deleted: true })).toEqual([3, 2, 1]);
  });

  test("never show their secret, and are sealed anew only if nobody changed them meanwhile", async () => {
    await pool.create([
      proxy(1, { sealed: "v1.old.iv.data" }),
      proxy(2, { sealed: "v1.new.iv.data" }),
      proxy(3),
    ]);
    expect(JSON.stringify(await pool.list(everything, 10))).not.toContain("iv.data");
    expect(await pool.notSealedWith("new", 10, 0)).toEqual([{ seq: 1, id: id(1), sealed: "v1.old.iv.data" }]);
    const move = (from: string) => pool.reseal([{ id: id(1), from, to: "v1.new.iv.again" }]);
    expect(await move("v1.old.iv.other")).toBe(0);
    expect(await move("v1.old.iv.data")).toBe(1);
    expect((await pool.reveal(id(1)))?.sealed).toBe("v1.new.iv.again");
  });
});
