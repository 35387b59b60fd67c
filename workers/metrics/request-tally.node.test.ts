import { expect, test } from "vitest";
import type { RequestCounts } from "../../shared/contracts/request-meter.ts";
import { createRequestTimes, newTally, TELL_MS } from "./request-tally.ts";

function stage() {
  let now = 0;
  const sleepers: (() => void)[] = [];
  const told: RequestCounts[][] = [];
  const warned: string[] = [];
  const work: Promise<void>[] = [];
  const state = { away: false };
  const tally = newTally();
  const parts = {
    tally,
    meter: {
      add: async (counts: RequestCounts[]) => {
        if (state.away) throw new Error("away");
        told.push(counts);
      },
    },
    inBackground: (one: Promise<void>) => void work.push(one),
    clock: { now: () => now, sleep: () => new Promise<void>((resolve) => sleepers.push(resolve)) },
    logger: { warn: (text: string) => void warned.push(text) },
  };
  return {
    ...{ told, warned, work, state },
    /** Each request has services of its own. */
    request: (status: number, seconds: number) => createRequestTimes(parts).measured("read", status, seconds),
    async pass(ms: number, wake = true) {
      now += ms;
      if (wake) for (const resolve of sleepers.splice(0)) resolve();
      else sleepers.length = 0;
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

test("many requests are told together, once in a while, by outcome", async () => {
  const { request, pass, told, work } = stage();
  for (let n = 0; n < 500; n++) request(n % 10 === 0 ? 404 : 200, 0.01);
  request(503, 2);
  expect(work).toHaveLength(1);
  await pass(TELL_MS);
  expect(told).toHaveLength(1);
  const shown = told[0]?.map(({ outcome, count, seconds }) => [outcome, count, Number(seconds.toFixed(3))]);
  expect(shown).toEqual([
    ["refused", 50, 0.5],
    ["ok", 450, 4.5],
    ["failed", 1, 2],
  ]);
  expect(told[0]?.every(({ count, buckets }) => buckets.reduce((sum, [, n]) => sum + n, 0) === count)).toBe(
    true,
  );
  await pass(TELL_MS);
  expect(told).toHaveLength(1);
  request(200, 0.01);
  await pass(TELL_MS);
  expect(told[1]).toMatchObject([{ outcome: "ok", count: 1 }]);
});

test("what the meter did not take is told with the next, and one that died while it waited is followed by another", async () => {
  const { request, pass, told, warned, state, work } = stage();
  state.away = true;
  request(200, 1);
  await pass(TELL_MS);
  expect([told, warned]).toEqual([[], ["metrics.requests-not-told"]]);
  state.away = false;
  request(200, 1);
  // This one ends without having told.
  await pass(TELL_MS, false);
  request(200, 1);
  expect(work).toHaveLength(2);
  await pass(TELL_MS);
  request(200, 1);
  expect(work).toHaveLength(3);
  await pass(TELL_MS);
  expect(told).toMatchObject([[{ count: 4, seconds: 4 }]]);
});
