import { expect, test } from "vitest";
import { LeaseProgress } from "./lease-progress.ts";

const MINUTE_MS = 60_000;
const NODE = "node:one";

test("a node that loses a lease every minute without a stored page soon gets no more for a while", () => {
  const progress = new LeaseProgress();
  const claimed: number[] = [];
  for (let minute = 0; minute < 20; minute++) {
    const now = minute * MINUTE_MS;
    if (!progress.mayClaim(NODE, now)) continue;
    claimed.push(minute);
    progress.claimed("k", now);
    progress.lost("k", NODE, now + MINUTE_MS - 1);
  }
  // Losses within two minutes have one cause, and two causes are forgiven; then it rests for 5 minutes, and for 10.
  expect(claimed).toEqual([0, 1, 2, 3, 4, 10]);
});

test("leases lost in one crash count once", () => {
  const progress = new LeaseProgress();
  for (const id of ["a", "b", "c", "d"]) progress.claimed(id, 0);
  for (const id of ["a", "b", "c", "d"]) progress.lost(id, NODE, MINUTE_MS);
  expect(progress.mayClaim(NODE, MINUTE_MS)).toBe(true);
});

test("a node that ends keyword after keyword as failed without a stored page does not end the whole backlog", () => {
  const progress = new LeaseProgress();
  let ended = 0;
  for (let second = 0; second < 600; second++) {
    const now = second * 1000;
    if (!progress.mayClaim(NODE, now)) continue;
    progress.claimed("k", now);
    progress.settled("k", NODE, true, now);
    ended++;
  }
  expect(ended).toBe(10);
  expect(progress.mayClaim("node:two", 0)).toBe(true);
});

test("a stored page, and work that ends well, let a node go on; the edge never rests", () => {
  const progress = new LeaseProgress();
  for (let count = 0; count < 100; count++) {
    progress.claimed("k", count);
    if (count % 8 === 7) progress.worked("k", NODE, count);
    progress.settled("k", NODE, true, count);
    progress.claimed("e", count);
    progress.settled("e", "edge", true, count);
    progress.claimed("d", count);
    progress.settled("d", "node:two", false, count);
  }
  expect([NODE, "edge", "node:two"].map((holder) => progress.mayClaim(holder, 100))).toEqual([
    true,
    true,
    true,
  ]);
});
