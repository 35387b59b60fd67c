import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { lock, lockName } from "./client.ts";

afterEach(() => reset());

const TTL_MS = 60_000;

test("the lock and its fence outlive the object's memory", async () => {
  const jobs = lock(env, "jobs");
  const mine = await jobs.acquire("ann", TTL_MS);
  expect(mine).toMatchObject({ ok: true, grant: { owner: "ann", fence: 1 } });
  await evictDurableObject(env.LOCK.getByName(lockName("jobs")));
  expect(await jobs.acquire("bob", TTL_MS)).toMatchObject({ ok: false, held_by: "ann" });
  expect(await jobs.release("ann", 1)).toBe(true);
  expect(await jobs.status()).toBeNull();
  expect(await jobs.acquire("bob", TTL_MS)).toMatchObject({ ok: true, grant: { fence: 2 } });
  expect(await jobs.release("ann", 1)).toBe(false);
});

test("an owner that died loses it when its time is over", async () => {
  const jobs = lock(env, "night");
  await jobs.acquire("ann", TTL_MS);
  await runInDurableObject(env.LOCK.getByName(lockName("night")), (instance) => {
    const later = Date.now() + TTL_MS;
    instance.now = () => later;
  });
  expect(await jobs.renew("ann", 1, TTL_MS)).toMatchObject({ ok: false, held_by: "" });
  expect(await jobs.acquire("bob", TTL_MS)).toMatchObject({ ok: true, grant: { owner: "bob", fence: 2 } });
});

test("names and owners may hold any characters, and no name is taken for an id", async () => {
  const odd = lock(env, "日报 / \n €");
  expect(await odd.acquire("王工 🔒", TTL_MS)).toMatchObject({ ok: true, grant: { owner: "王工 🔒" } });
  expect(await odd.acquire("bob", TTL_MS)).toMatchObject({ ok: false, held_by: "王工 🔒" });
  expect((await odd.status())?.owner).toBe("王工 🔒");
  expect(await lock(env, "0".repeat(64)).acquire("ann", TTL_MS)).toMatchObject({ ok: true });
});

test("refuses what cannot be a lock", async () => {
  expect(() => lock(env, "")).toThrow("a lock needs a name");
  await expect(lock(env, "x").acquire("", TTL_MS)).rejects.toThrow("needs an owner");
  await expect(lock(env, "x").acquire("ann", 0)).rejects.toThrow("not 0 ms");
  await expect(lock(env, "x").acquire("ann", Number.NaN)).rejects.toThrow("not NaN ms");
});
