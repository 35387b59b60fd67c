import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { GateSettings } from "../../shared/contracts/platform-gate.ts";
import { gateMeasures, platformGate } from "./client.ts";

afterEach(() => reset());

const OPEN: GateSettings = {
  delay_ms: 0,
  jitter_ms: 0,
  concurrency: 3,
  breaker_cooldown_ms: 60_000,
  breaker_failures: 3,
  permit_ttl_ms: 30_000,
};

/** Nobody can guess the name of a permit. */
const RANDOM = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

test("grants up to what is wanted and what the platform bears, and remembers it over an eviction", async () => {
  const gate = platformGate(env, "boss");
  const first = await gate.exchange([], 2, OPEN);
  expect(first).toEqual({ permits: [RANDOM, RANDOM], wait_ms: 0, breaker: "closed" });
  await evictDurableObject(env.PLATFORM_GATE.getByName("boss"));
  const second = await gate.exchange([], 2, OPEN);
  expect(second.permits).toEqual([RANDOM]);
  expect(new Set([...first.permits, ...second.permits]).size).toBe(3);
  const third = await gate.exchange([], 1, OPEN);
  expect(third).toMatchObject({ permits: [], reason: "concurrency" });
  expect(third.wait_ms).toBeGreaterThan(0);
  expect(await gate.status()).toMatchObject({ in_flight: 3, requests: 3 });
  await gate.giveBack(second.permits);
  expect(await gate.status()).toMatchObject({ in_flight: 2, requests: 2 });
});

test("a risk answer closes the platform at once, for every holder, until a person lets it go on", async () => {
  const gate = platformGate(env, "qcwy");
  const { permits } = await gate.exchange([], 1, OPEN);
  const answer = await gate.exchange([{ permit: permits[0] ?? "", outcome: "blocked" }], 1, OPEN);
  expect(answer).toMatchObject({ permits: [], breaker: "open", reason: "breaker" });
  expect(answer.wait_ms).toBeGreaterThan(59_000);
  const other = platformGate(env, "qcwy");
  expect(await other.status()).toMatchObject({ breaker: "open", cause: "blocked", openings: 1 });
  expect(await other.reset()).toMatchObject({ breaker: "closed", cause: null, reopen_at: null });
  expect((await gate.exchange([], 1, OPEN)).permits).toHaveLength(1);
});

test("platforms do not feel each other", async () => {
  const { permits } = await platformGate(env, "boss").exchange([], 1, OPEN);
  await platformGate(env, "boss").exchange([{ permit: permits[0] ?? "", outcome: "blocked" }], 0, OPEN);
  expect(await platformGate(env, "zhilian").status()).toMatchObject({ breaker: "closed" });
});

test("a node's lease reports its own permits only, over an eviction too", async () => {
  const [one, two] = [platformGate(env, "zhilian", "node:a/k"), platformGate(env, "zhilian", "node:b/k")];
  const { permits } = await one.exchange([], 1, OPEN);
  await evictDurableObject(env.PLATFORM_GATE.getByName("zhilian"));
  const before = await two.status();
  const permit = permits[0] ?? "";
  await two.exchange([{ permit, outcome: "blocked", retry_after_ms: 86_400_000 }], 0, OPEN);
  await two.giveBack(permits);
  expect(await two.status()).toEqual(before);
  expect(await one.exchange([{ permit, outcome: "blocked" }], 0, OPEN)).toMatchObject({ breaker: "open" });
});

test("stores a grant and a refusal of the site, not a wait or the end of a request: one row a page", async () => {
  const stub = env.PLATFORM_GATE.getByName("zhilian");
  const gate = platformGate(env, "zhilian");
  await gate.status();
  let writes = 0;
  await runInDurableObject(stub, (instance) => {
    const persist = instance.persist.bind(instance);
    instance.persist = () => {
      writes++;
      return persist();
    };
  });
  const paced = { ...OPEN, delay_ms: 60_000, concurrency: 2 };
  const { permits } = await gate.exchange([], 1, paced);
  expect(writes).toBe(1);
  const [permit = ""] = permits;
  expect(await gate.exchange([{ permit, outcome: "ok" }], 1, paced)).toMatchObject({ reason: "pace" });
  expect(await gate.exchange([], 1, paced)).toMatchObject({ reason: "pace" });
  expect(writes).toBe(1);
  await evictDurableObject(stub);
  // Read back, the permit that was over takes its place again: fewer requests are let through, never more.
  expect(await gate.status()).toMatchObject({ in_flight: 1, requests: 1 });
  expect(await gate.exchange([], 1, paced)).toMatchObject({ reason: "pace" });
  await gate.exchange([{ permit, outcome: "blocked" }], 0, paced);
  await evictDurableObject(stub);
  expect(await gate.status()).toMatchObject({ breaker: "open", in_flight: 0 });
});

test("what was measured is told with its outcomes, stored before it is told, and never goes back", async () => {
  const stub = env.PLATFORM_GATE.getByName("boss");
  const gate = platformGate(env, "boss");
  let now = 1_900_000_000_000;
  const setClock = () =>
    runInDurableObject(stub, (instance) => {
      instance.instant = () => ({ now, random: () => 0, newName: () => crypto.randomUUID() });
    });
  await setClock();
  expect(await gateMeasures(env, "boss")).toEqual({
    breaker: "closed",
    in_flight: 0,
    outcomes: {},
    recent: { outcomes: {}, time: null },
  });
  const { permits } = await gate.exchange([], 3, OPEN);
  const report = async (index: number, outcome: "ok" | "throttled", ms: number) => {
    now += ms;
    await gate.exchange([{ permit: permits[index] ?? "", outcome }], 0, OPEN);
  };
  await report(0, "ok", 100);
  await report(1, "ok", 100);
  expect((await gateMeasures(env, "boss")).outcomes).toEqual({ ok: 2 });
  await evictDurableObject(stub);
  await setClock();
  // The third permit was stored, the measured times were not.
  await report(2, "throttled", 700);
  expect(await gateMeasures(env, "boss")).toMatchObject({
    outcomes: { ok: 2, throttled: 1 },
    recent: { outcomes: { throttled: 1 }, time: { mean_ms: 900, p95_ms: 900 } },
  });
  now += 16 * 60_000;
  expect((await gateMeasures(env, "boss")).recent).toEqual({ outcomes: {}, time: null });
});
