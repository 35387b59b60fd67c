import { expect, test } from "vitest";
import { formatDay, formatDuration, formatRelative, formatShortDay, formatZonedTime } from "./times.ts";

const now = Date.UTC(2026, 10, 22, 12);

test.each([
  [0, "now"],
  [59_000, "in 59 seconds"],
  [-60_000, "1 minute ago"],
  [3_599_000, "in 59 minutes"],
  [7_200_000, "in 2 hours"],
  [-86_400_000, "yesterday"],
  [-200_000_000, "2 days ago"],
])("a time %s ms away reads %s", (offset, text) => {
  expect(formatRelative(now + offset, now, "en-US")).toBe(text);
});

test("relative times speak the language of the page", () => {
  expect(formatRelative(now + 120_000, now, "zh-CN")).toBe("2分钟后");
});

test("a key made for 90 days expires in 90 days, a moment later too", () => {
  expect(formatRelative(now + 90 * 86_400_000 - 5000, now, "zh-CN")).toBe("90天后");
});

test.each([
  [400, "0 sec"],
  [59_400, "59 sec"],
  [60_000, "1 min"],
  [200_000, "3 min 20 sec"],
  [5_430_000, "90 min"],
])("%s ms last %s", (ms, text) => {
  expect(formatDuration(ms, "en-US")).toBe(text);
});

test("a day of China is the same day in every zone", () => {
  expect(formatDay("2026-11-01", "en-US")).toBe("Nov 1, 2026");
  expect(formatDay("2026-11-01", "zh-CN")).toBe("2026年11月1日");
  expect(formatShortDay("2026-11-01", "zh-CN")).toBe("11月1日");
});

test("a time names its zone, and may be told in that of a schedule", () => {
  const at = Date.UTC(2026, 10, 29, 20, 30);
  expect(formatZonedTime(at, "en-US", "Asia/Shanghai")).toBe("Nov 30, 2026, 4:30:00 AM GMT+8");
  expect(formatZonedTime(at, "zh-CN", "Asia/Shanghai")).toBe("2026年11月30日 GMT+8 04:30:00");
  expect(formatZonedTime(at, "en-US")).toMatch(/2026.*[A-Z]{3}/);
});
