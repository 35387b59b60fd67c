/** A schedule whose job takes a minute delays no other: 1,000 slots of nine schedules, in virtual time. */
import { expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import { scheduleStage } from "../../tests/support/schedule-stage.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import type { ScheduledJob } from "./job.ts";
import { tick } from "./tick.ts";

const START = Date.parse("2026-11-02T00:00:00Z");
const MINUTES = 120;
const JOB_MS = 60 * SECOND_MS;

test("a job of 60 s delays no slot of another schedule by more than 1 s", async () => {
  let now = START;
  let sleepers: { at: number; wake: () => void }[] = [];
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const moveTo = async (at: number) => {
    for (;;) {
      const next = sleepers.filter((one) => one.at <= at).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      sleepers = sleepers.filter((one) => one !== next);
      now = next.at;
      next.wake();
      await settled();
    }
    now = at;
  };
  const late: number[] = [];
  const job = (name: string, takesMs: number): ScheduledJob => ({
    name,
    cron: "* * * * *",
    timeZone: "UTC",
    async run(_, { slotAt }) {
      if (takesMs === 0) late.push(now - slotAt);
      else await new Promise<void>((wake) => sleepers.push({ at: now + takesMs, wake }));
    },
  });
  // The slow one comes first in the order in which the tick reads them.
  const jobs = [job("a-slow", JOB_MS), ...Array.from({ length: 9 }, (_, at) => job(`quick-${at}`, 0))];
  const services = scheduleStage(sqliteD1(), { now: () => now }, {
    list: async () => [],
    delete: async () => {},
  } as never);
  const ticks: Promise<unknown>[] = [];
  for (let minute = START; minute < START + MINUTES * MINUTE_MS; minute += MINUTE_MS) {
    await moveTo(minute);
    // As at Cloudflare, a tick waits for none before it.
    ticks.push(tick(services, jobs, `tick-${minute}`));
    await settled();
  }
  await moveTo(now + 2 * MINUTE_MS);
  await Promise.all(ticks);
  late.sort((a, b) => a - b);
  expect(late.length).toBeGreaterThan(1000);
  expect(late[Math.floor(late.length * 0.99)]).toBeLessThanOrEqual(SECOND_MS);
  // The slow one itself runs in every second minute at least, and each slot has its answer.
  const slow = await services.slots.list("a-slow", {}, 1000);
  expect(slow.reduce((sum, { count }) => sum + count, 0)).toBe(MINUTES);
});
