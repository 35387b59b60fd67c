import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDate } from "./date.ts";

const cst = (iso: string) => Date.parse(`${iso}+08:00`);
const NOW = cst("2023-09-02T10:30:00");

describe("parseDate", () => {
  test.each([
    ["2023-08-29 08:59:10", cst("2023-08-29T08:59:10")],
    ["2023-08-29", cst("2023-08-29T00:00:00")],
    ["2023/8/9", cst("2023-08-09T00:00:00")],
    ["2023年8月29日", cst("2023-08-29T00:00:00")],
    ["2023-08-29 08:59", cst("2023-08-29T08:59:00")],
    ["2023-08-29T08:59:10Z", Date.parse("2023-08-29T08:59:10Z")],
    ["2023-08-29T08:59:10.5+09:00", Date.parse("2023-08-29T08:59:10.500+09:00")],
    ["2023-08-29发布", cst("2023-08-29T00:00:00")],
    ["发布于：2023-08-29", cst("2023-08-29T00:00:00")],
    ["更新时间:2023-08-29 08:59", cst("2023-08-29T08:59:00")],
    ["20230829", cst("2023-08-29T00:00:00")],
    ["20230829085910", cst("2023-08-29T08:59:10")],
    ["2023-08-29T08:59:10+08", cst("2023-08-29T08:59:10")],
    ["2023-08-29T08:59:10+0530", Date.parse("2023-08-29T08:59:10+05:30")],
    ["1693270750.5", 1_693_270_750_500],
    ["1693270750", 1_693_270_750_000],
    ["1693270750123", 1_693_270_750_123],
    [1_693_270_750_123, 1_693_270_750_123],
  ])("reads %s", (text, at) => {
    expect(parseDate(text)).toBe(at);
  });

  test.each([
    ["08-29", cst("2023-08-29T00:00:00")],
    ["08-29发布", cst("2023-08-29T00:00:00")],
    ["12月30日", cst("2022-12-30T00:00:00")],
    ["刚刚", NOW],
    ["今天", cst("2023-09-02T00:00:00")],
    ["昨天", cst("2023-09-01T00:00:00")],
    ["昨天 08:15", cst("2023-09-01T08:15:00")],
    ["前天发布", cst("2023-08-31T00:00:00")],
    ["更新于 3天前", NOW - 3 * 86_400_000],
    ["08-29 12:30", cst("2023-08-29T12:30:00")],
    ["3天前", NOW - 3 * 86_400_000],
    ["30分钟前", NOW - 30 * 60_000],
    ["2周前", NOW - 14 * 86_400_000],
  ])("reads %s against the clock, and not without one", (text, at) => {
    expect(parseDate(text, NOW)).toBe(at);
    expect(parseDate(text)).toBeNull();
  });

  test.each([
    "",
    "2023-02-30",
    "2023-13-01",
    "2023-08-29 25:00:00",
    "1987-01-01",
    "0",
    "长期有效",
    "30+天前",
    "3天内",
    "昨天 25:00",
    "20231301",
    "2023-08-29 08:00+99:00",
  ])("keeps %j unread", (text) => {
    expect(parseDate(text, NOW)).toBeNull();
  });

  test("never throws; a day of the platform's calendar comes back as that day", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const at = parseDate(text, NOW);
        expect(at === null || Number.isFinite(at)).toBe(true);
      }),
    );
    const days = fc.date({
      min: new Date("2001-01-01"),
      max: new Date("2099-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(parseDate(day)).toBe(cst(`${day}T00:00:00`));
      }),
    );
  });
});
