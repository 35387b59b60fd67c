import { beforeEach, expect, test } from "vitest";
import { InsertPriority } from "./insert-priority.ts";

let now = 0;
/** Called after that number of sleeps. */
let events: Record<number, () => void> = {};
let slept = 0;
const priority = new InsertPriority(
  () => now,
  async (ms) => {
    now += ms;
    events[++slept]?.();
  },
);
beforeEach(() => {
  now = 1000;
  events = {};
  slept = 0;
});

test("yields no time when there is no ticket", async () => {
  await priority.yieldToInserts(50);
  expect(slept).toBe(0);
});

test("waits until every ticket has ended", async () => {
  const first = priority.begin();
  const second = priority.begin();
  events = { 2: first.end, 5: second.end };
  await priority.yieldToInserts(50);
  expect(slept).toBe(5);
});

test("waits no longer than the limit", async () => {
  const work = priority.begin();
  await priority.yieldToInserts(50);
  expect(now).toBe(1050);
  work.end();
});

test("ignores a ticket without heartbeats, and waits for one with them", async () => {
  const work = priority.begin();
  events = { 40: work.heartbeat };
  await priority.yieldToInserts(60_000);
  expect(now).toBeGreaterThan(1180);
  expect(now).toBeLessThan(1190);
});

test("ends the ticket of work that fails", async () => {
  await expect(priority.during(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await priority.during(async () => 7)).toBe(7);
  await priority.yieldToInserts(50);
  expect(slept).toBe(0);
});
