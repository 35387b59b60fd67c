/**
 * Slots around clock changes, compared with a minute-by-minute run of the loop in Debian's cron.c (package cron 3.0pl1,
 * `main` and `find_jobs`): its virtual clock follows the wall clock, jumps make it run jobs with a fixed time for each
 * minute left out, and a clock put back makes it run only wildcard jobs until the virtual time is caught up.
 */
import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../time.ts";
import { slotsBetween } from "./slots.ts";

/** Each zone with an instant shortly before each of its two changes. */
const ZONES: Record<string, [string, string]> = {
  "America/New_York": ["2026-03-08T00:00:00Z", "2026-11-01T00:00:00Z"],
  "Europe/Berlin": ["2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z"],
  "Europe/London": ["2026-03-28T18:00:00Z", "2026-10-24T18:00:00Z"],
  "America/Havana": ["2026-03-07T22:00:00Z", "2026-10-31T22:00:00Z"],
  "Australia/Sydney": ["2026-10-03T08:00:00Z", "2026-04-04T08:00:00Z"],
  // Its clock changes by half an hour.
  "Australia/Lord_Howe": ["2026-10-03T08:00:00Z", "2026-04-04T08:00:00Z"],
  "Pacific/Auckland": ["2026-09-26T06:00:00Z", "2026-04-04T06:00:00Z"],
  "America/Santiago": ["2026-09-05T18:00:00Z", "2026-04-04T18:00:00Z"],
};
const EXPRESSIONS = ["*/15 * * * *", "30 1 * * *", "30 2 * * *", "0 6 * * MON"];
/** The loop takes a jump over this many minutes for a correction of the clock. */
const MAX_JUMP = 3 * 60;

/** Minutes since 1970 of the zone's wall clock, by Intl. */
function wallMinutes(format: Intl.DateTimeFormat, at: number): number {
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part as Record<string, number>;
  return Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS;
}

const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const fits = (field: string, value: number, name = "") =>
  field === "*" ||
  field === name ||
  (field.startsWith("*/") ? value % Number(field.slice(2)) === 0 : field === String(value));

/** @returns the minutes in which the loop of cron.c starts the job, each once */
function debianRuns(expression: string, timeZone: string, from: number, until: number): number[] {
  const [minute = "", hour = "", , , weekday = ""] = expression.split(" ");
  const isWild = minute.startsWith("*") || hour.startsWith("*");
  const matches = (wall: number) => {
    const date = new Date(wall * MINUTE_MS);
    return (
      fits(minute, date.getUTCMinutes()) &&
      fits(hour, date.getUTCHours()) &&
      fits(weekday, date.getUTCDay(), WEEKDAYS[date.getUTCDay()])
    );
  };
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric" },
  } as Intl.DateTimeFormatOptions);
  const runs = new Set<number>();
  let virtual = wallMinutes(format, from);
  for (let at = from + MINUTE_MS; at <= until; at += MINUTE_MS) {
    const running = wallMinutes(format, at);
    const jump = running - virtual;
    if (jump === 1) {
      virtual = running;
      if (matches(virtual)) runs.add(at);
    } else if (jump > 1 && jump < MAX_JUMP) {
      if (isWild && matches(running)) runs.add(at);
      while (virtual < running) {
        virtual++;
        if (!isWild && matches(virtual)) runs.add(at);
      }
    } else if (jump <= 0 && jump > -MAX_JUMP) {
      if (isWild && matches(running)) runs.add(at);
    } else {
      virtual = running;
      if (matches(virtual)) runs.add(at);
    }
  }
  return [...runs];
}

describe.each(Object.entries(ZONES))("%s", (timeZone, changes) => {
  test.each(EXPRESSIONS)("%s", (cron) => {
    for (const change of changes) {
      const from = Date.parse(change) - DAY_MS;
      // The Monday after each change is in it.
      const until = from + 4 * DAY_MS;
      const slots = [...slotsBetween({ kind: "cron", cron, time_zone: timeZone }, from, until)];
      expect(slots, change).toEqual(debianRuns(cron, timeZone, from, until));
      // Slots do not depend on where the search begins.
      const halves = [from, from + 1.5 * DAY_MS + 17 * MINUTE_MS, until];
      expect([
        ...slotsBetween({ kind: "cron", cron, time_zone: timeZone }, halves[0] ?? 0, halves[1] ?? 0),
        ...slotsBetween({ kind: "cron", cron, time_zone: timeZone }, halves[1] ?? 0, halves[2] ?? 0),
      ]).toEqual(slots);
    }
  });
});

/** Written by hand from the published changes of New York in 2026: 8 March 02:00 → 03:00, 1 November 02:00 → 01:00. */
test("by hand: a job in the skipped hour runs right after it, one in the repeated hour once, wildcards by the real time", () => {
  const of = (cron: string, day: string) =>
    [
      ...slotsBetween(
        { kind: "cron", cron, time_zone: "America/New_York" },
        Date.parse(`${day}T05:59:00Z`),
        Date.parse(`${day}T07:59:00Z`),
      ),
    ].map((slot) => new Date(slot).toISOString().slice(11, 16));
  expect(of("30 2 * * *", "2026-03-08")).toEqual(["07:00"]);
  expect(of("*/30 2 * * *", "2026-03-08")).toEqual([]);
  expect(of("*/30 * * * *", "2026-03-08")).toEqual(["06:00", "06:30", "07:00", "07:30"]);
  expect(of("30 1 * * *", "2026-11-01")).toEqual([]);
  expect(of("*/30 1 * * *", "2026-11-01")).toEqual(["06:00", "06:30"]);
  expect(of("0,30 2,3 * * *", "2026-03-08")).toEqual(["07:00", "07:30"]);
});

test("a change of a day is a correction of the clock: what it left out does not run", () => {
  // Samoa left out 30 December 2011.
  const slots = slotsBetween(
    { kind: "cron", cron: "0 12 * * *", time_zone: "Pacific/Apia" },
    Date.parse("2011-12-29T00:00:00Z"),
    Date.parse("2012-01-01T00:00:00Z"),
  );
  expect([...slots].map((slot) => new Date(slot).toISOString())).toEqual([
    "2011-12-29T22:00:00.000Z",
    "2011-12-30T22:00:00.000Z",
    "2011-12-31T22:00:00.000Z",
  ]);
});
