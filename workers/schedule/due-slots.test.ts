import { describe, expect, test } from "vitest";
import { dueSlots } from "./due-slots.ts";

const at = (text: string) => Date.parse(text);

describe("dueSlots", () => {
  test("finds the slot of this very minute", () => {
    const now = at("2026-11-22T10:05:00Z");
    expect(dueSlots("* * * * *", "UTC", now - 60_000, now)).toEqual({ latest: now, missed: [] });
  });

  test("answers nothing between two slots", () => {
    const slot = at("2026-11-22T10:05:00Z");
    expect(dueSlots("* * * * *", "UTC", slot, slot + 59_999)).toEqual({ latest: null, missed: [] });
  });

  test("runs only the newest and lists the missed ones, oldest first", () => {
    const due = dueSlots("*/5 * * * *", "UTC", at("2026-11-22T10:00:00Z"), at("2026-11-22T10:17:00Z"));
    expect(due).toEqual({
      latest: at("2026-11-22T10:15:00Z"),
      missed: [at("2026-11-22T10:05:00Z"), at("2026-11-22T10:10:00Z")],
    });
  });

  test("reads the expression in its time zone", () => {
    const midnightFiveInChina = at("2026-11-21T16:05:00Z");
    const due = dueSlots("5 0 * * *", "Asia/Shanghai", midnightFiveInChina - 1, midnightFiveInChina + 30_000);
    expect(due.latest).toBe(midnightFiveInChina);
  });

  test("keeps to the slot an hour of daylight saving repeats or drops", () => {
    // 02:30 does not exist in New York on 8 March 2026; the job still runs once that day.
    const due = dueSlots(
      "30 2 * * *",
      "America/New_York",
      at("2026-03-08T05:00:00Z"),
      at("2026-03-08T12:00:00Z"),
    );
    expect([due.latest, ...due.missed].filter((slot) => slot !== null)).toHaveLength(1);
  });

  test("bounds what it lists after a long stop", () => {
    const now = at("2026-11-22T10:00:00Z");
    const { missed } = dueSlots("* * * * *", "UTC", now - 30 * 86_400_000, now);
    expect(missed).toHaveLength(60);
  });
});
