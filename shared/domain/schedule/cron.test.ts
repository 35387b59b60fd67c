import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../time.ts";
import { cronProblem } from "./cron.ts";
import { policyProblems, shortestPeriod } from "./policy.ts";
import { nextSlots, slotsBetween, type Timing } from "./slots.ts";
import { isTimeZone } from "./zones.ts";

const START = Date.parse("2026-02-20T10:05:30Z");

/** A field as people write it: lists of values, ranges and steps. */
const field = (min: number, max: number) => {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.max(2, Math.floor(max / 3)) });
  const part = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([text, by]) => `${text}/${by}`),
  );
  return fc.oneof(
    fc.constant("*"),
    step.map((by) => `*/${by}`),
    fc.array(part, { minLength: 1, maxLength: 2 }).map(String),
  );
};

test("random expressions fire when croner says, in a zone without clock changes", () => {
  const anyDay = fc.oneof(
    fc.tuple(field(1, 28), fc.constant("*")),
    // With `*/2` in one day field Debian asks for both, and croner for one of them.
    fc.tuple(fc.constant("*"), field(0, 6)),
    fc.tuple(fc.integer({ min: 1, max: 28 }).map(String), fc.integer({ min: 0, max: 7 }).map(String)),
  );
  fc.assert(
    fc.property(field(0, 59), field(0, 23), anyDay, field(1, 12), (minute, hour, [day, weekday], month) => {
      const cron = [minute, hour, day, month, weekday].join(" ");
      const croner = new Cron(cron, { timezone: "UTC", paused: true });
      const wanted = croner.nextRuns(12, new Date(START)).map((date) => date.getTime());
      expect(nextSlots({ kind: "cron", cron, time_zone: "UTC" }, START, 12), cron).toEqual(wanted);
    }),
    { numRuns: 60, seed: 12 },
  );
});

test("names of months and weekdays, and 7 for Sunday, mean what croner takes them for", () => {
  for (const cron of ["0 6 * * MON", "0 6 * jan,Mar-MAY sun", "0 0 29 2 *", "0 0 * * 5-7", "0 0 1-7 * *"]) {
    const wanted = new Cron(cron, { timezone: "Asia/Shanghai", paused: true }).nextRuns(5, new Date(START));
    const slots = nextSlots({ kind: "cron", cron, time_zone: "Asia/Shanghai" }, START, 5);
    expect(slots, cron).toEqual(wanted.map((date) => date.getTime()));
  }
});

describe("a bad expression names its field", () => {
  test.each([
    ["60 * * * *", "minute"],
    ["a * * * *", "minute"],
    ["1,,2 * * * *", "minute"],
    ["*/0 * * * *", "minute"],
    ["5/10 * * * *", "minute"],
    ["*/5/2 * * * *", "minute"],
    ["* 24 * * *", "hour"],
    ["* -1 * * *", "hour"],
    ["* * 0 * *", "day_of_month"],
    ["* * 32 * *", "day_of_month"],
    ["* * L * *", "day_of_month"],
    ["* * 30 2 *", "day_of_month"],
    ["* * 31 2,4,6,9,11 *", "day_of_month"],
    ["* * * 13 *", "month"],
    ["* * * * 8", "day_of_week"],
    ["* * * * FRI-MON", "day_of_week"],
    ["* * * *", null],
    ["", null],
    ["@daily", null],
    [`${"0,".repeat(250)}0 * * * *`, null],
  ])("%s", (cron, name) => {
    expect(cronProblem(cron)?.field).toBe(name);
  });
});

test("intervals and one-offs", () => {
  const every: Timing = { kind: "interval", every_s: 5400, start_at: START };
  expect(nextSlots(every, START - 1, 2)).toEqual([START, START + 5_400_000]);
  expect([...slotsBetween(every, START, START + 3 * 5_400_000 - 1)]).toEqual([
    START + 5_400_000,
    START + 10_800_000,
  ]);
  expect(nextSlots(every, START - 400 * DAY_MS, 1)).toEqual([START]);
  expect(nextSlots({ kind: "once", at: START }, START - 1, 3)).toEqual([START]);
  expect(nextSlots({ kind: "once", at: START }, START, 3)).toEqual([]);
});

test("a year without a dispatcher is enumerated slot by slot", () => {
  let slots = 0;
  const minutely: Timing = { kind: "cron", cron: "* * * * *", time_zone: "Europe/Berlin" };
  for (const _ of slotsBetween(minutely, START, START + 365 * DAY_MS)) slots++;
  expect(slots).toBe(365 * 24 * 60);
});

test("pairs that contradict each other are refused with a sentence", () => {
  const fiveMinutes: Timing = { kind: "cron", cron: "*/5 9-17 * * *", time_zone: "Asia/Shanghai" };
  expect(shortestPeriod(fiveMinutes, START)).toBe(5 * MINUTE_MS);
  const fields = (
    catch_up: "skip" | "once" | "all",
    catch_up_max: number | null,
    max_lateness_s: number | null,
  ) => policyProblems(fiveMinutes, { catch_up, catch_up_max, max_lateness_s }, START);
  expect(fields("once", null, null)).toEqual([]);
  expect(fields("all", 3, 900)).toEqual([]);
  expect(fields("all", 3, 899)).toEqual([
    {
      field: "max_lateness_s",
      reason:
        "allows 899 s, and the last 3 slots reach back 900 s: set at least that, or a smaller catch_up_max",
    },
  ]);
  expect(fields("skip", null, 900)).toMatchObject([{ field: "max_lateness_s" }]);
  expect(fields("once", 3, null)).toMatchObject([{ field: "catch_up_max" }]);
});

test("only names of zones are zones", () => {
  for (const name of ["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires"])
    expect(isTimeZone(name)).toBe(true);
  for (const name of ["", "+08:00", "Asia/Nowhere", "x".repeat(100), "../etc", "asia shanghai"])
    expect(isTimeZone(name)).toBe(false);
});
