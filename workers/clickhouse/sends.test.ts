import { beforeEach, expect, it } from "vitest";
import { Sends } from "./sends.ts";

let now = 0;
/** By the number of sleeps before it. */
let events: Record<number, () => void> = {};
let slept = 0;
const sends = new Sends(
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

it("goes on at once when nothing is sent", async () => {
  await sends.giveWay(50);
  expect(slept).toBe(0);
});

it("waits until all bodies are gone", async () => {
  const first = sends.begin();
  const second = sends.begin();
  events = { 2: first.end, 5: second.end };
  await sends.giveWay(50);
  expect(slept).toBe(5);
});

it("waits no longer than it is told", async () => {
  const send = sends.begin();
  await sends.giveWay(50);
  expect(now).toBe(1050);
  send.end();
});

it("does not wait for a body that the server does not take, but for one that goes on", async () => {
  const send = sends.begin();
  events = { 40: send.goesOn };
  await sends.giveWay(60_000);
  expect(now).toBeGreaterThan(1180);
  expect(now).toBeLessThan(1190);
});
