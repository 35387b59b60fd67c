import { beforeEach, expect, it } from "vitest";
import { RightOfWay } from "./insert-priority.ts";

let now = 0;
/** By the number of sleeps before it. */
let events: Record<number, () => void> = {};
let slept = 0;
const way = new RightOfWay(
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

it("is free when nothing goes first", async () => {
  await way.giveWay(50);
  expect(slept).toBe(0);
});

it("is given until all that goes first has ended", async () => {
  const first = way.begin();
  const second = way.begin();
  events = { 2: first.end, 5: second.end };
  await way.giveWay(50);
  expect(slept).toBe(5);
});

it("is given for no longer than said", async () => {
  const work = way.begin();
  await way.giveWay(50);
  expect(now).toBe(1050);
  work.end();
});

it("is not given to what stalls, but to what goes on", async () => {
  const work = way.begin();
  events = { 40: work.goesOn };
  await way.giveWay(60_000);
  expect(now).toBeGreaterThan(1180);
  expect(now).toBeLessThan(1190);
});

it("is free again after work that fails", async () => {
  await expect(way.during(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await way.during(async () => 7)).toBe(7);
  await way.giveWay(50);
  expect(slept).toBe(0);
});
