import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { GateSettings } from "../../shared/contracts/platform-gate.ts";
import { platformGate } from "./client.ts";

afterEach(() => reset());

const OPEN: GateSettings = {
  delay_ms: 0,
  jitter_ms: 0,
  concurrency: 3,
  breaker_cooldown_ms: 60_000,
  breaker_failures: 3,
  permit_ttl_ms: 30_000,
};

test("grants up to what is wanted and what the platform bears, and remembers it over an eviction", async () => {
  const gate = platformGate(env, "boss");
  const first = await gate.exchange([], 2, OPEN);
  expect(first).toEqual({ permits: ["p1", "p2"], wait_ms: 0, breaker: "closed" });
  await evictDurableObject(env.PLATFORM_GATE.getByName("boss"));
  const second = await gate.exchange([], 2, OPEN);
  expect(second.permits).toEqual(["p3"]);
  const third = await gate.exchange([], 1, OPEN);
  expect(third).toMatchObject({ permits: [], reason: "concurrency" });
  expect(third.wait_ms).toBeGreaterThan(0);
  expect(await gate.status()).toMatchObject({ in_flight: 3, requests: 3 });
  await gate.giveBack(["p3"]);
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
