import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import type { BrowserBrokerApi } from "../../shared/contracts/browser.ts";
import { browserBroker } from "./client.ts";
import { HOLD_MS, IDLE_CLOSE_MS } from "./sessions.ts";

afterEach(() => reset());

const stub = () => env.BROWSER_BROKER.getByName("broker");
/** Far ahead of the real time, so that no alarm rings by itself. */
let now = Date.UTC(2100, 0, 1);

/** Puts the test's clock and driver into the object as it is now. @returns sessions the driver closed */
async function take(
  fails = false,
  running: () => string[] = () => ["s1", "s2", "broken", "orphan"],
): Promise<string[]> {
  const closed: string[] = [];
  await runInDurableObject(stub(), (instance) => {
    instance.now = () => now;
    instance.cap = 2;
    instance.driver = {
      list: async () => running(),
      close: async (sessionId) => {
        closed.push(sessionId);
        if (fails) throw new Error("no such session");
      },
    };
  });
  return closed;
}

async function launch(broker: BrowserBrokerApi, sessionId: string): Promise<string> {
  now += 1000;
  const grant = await broker.acquire("lane");
  if (grant.kind !== "launch") throw new Error(`expected a launch, got ${grant.kind}`);
  expect(await broker.register(grant.lease, sessionId)).toBe(true);
  return grant.lease;
}

test("an idle browser is closed by the alarm, also after an eviction; nothing open means no alarm", async () => {
  const broker = browserBroker(env);
  await take();
  const lease = await launch(broker, "s1");
  await broker.release(lease, false, 0);
  expect(await broker.status()).toEqual({ sessions: 1, busy: 0, launched: 1, closed: 0 });
  await evictDurableObject(stub());
  const closed = await take();
  now += IDLE_CLOSE_MS;
  expect(await runDurableObjectAlarm(stub())).toBe(true);
  expect(closed).toEqual(["s1"]);
  expect(await broker.status()).toEqual({ sessions: 0, busy: 0, launched: 1, closed: 1 });
  expect(await runInDurableObject(stub(), (_, state) => state.storage.getAlarm())).toBeNull();
});

test("a browser whose next page is far off is closed at once", async () => {
  const broker = browserBroker(env);
  const closed = await take();
  await broker.release(await launch(broker, "s1"), false, 12_500);
  now += 1;
  expect(await runDurableObjectAlarm(stub())).toBe(true);
  expect(closed).toEqual(["s1"]);
  expect(await broker.status()).toEqual({ sessions: 0, busy: 0, launched: 1, closed: 1 });
});

test("a broken browser and one of a dead holder are closed, never handed on", async () => {
  const broker = browserBroker(env);
  const closed = await take(true);
  await broker.release(await launch(broker, "broken"), true, 0);
  await launch(broker, "orphan");
  expect(await broker.acquire("lane")).toMatchObject({ kind: "wait" });
  now += HOLD_MS;
  await runDurableObjectAlarm(stub());
  expect(closed.sort()).toEqual(["broken", "orphan"]);
  now += 1000;
  expect(await broker.acquire("lane")).toMatchObject({ kind: "launch" });
  expect(await broker.status()).toMatchObject({ sessions: 1, busy: 1, launched: 2, closed: 2 });
});

test("a place whose session ended without us is free again at once; one that runs keeps it", async () => {
  const broker = browserBroker(env);
  let running = ["s1", "s2"];
  await take(false, () => running);
  await launch(broker, "s1");
  await launch(broker, "s2");
  now += 1000;
  expect(await broker.acquire("lane")).toMatchObject({ kind: "wait" });
  running = ["s2"];
  now += 5000;
  expect(await broker.acquire("lane")).toMatchObject({ kind: "launch" });
  expect(await broker.status()).toMatchObject({ sessions: 2, closed: 1 });
});
