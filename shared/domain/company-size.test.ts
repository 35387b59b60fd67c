import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCompanySize } from "./company-size.ts";

describe("parseCompanySize", () => {
  test.each([
    ["0-20人", "1-20", 0, 20],
    ["20人以下", "1-20", null, 20],
    ["20-99人", "20-99", 20, 99],
    ["100-499人", "100-499", 100, 499],
    ["100-299人", "100-499", 100, 299],
    ["300-499人", "100-499", 300, 499],
    ["500-999人", "500-999", 500, 999],
    ["1000-9999人", "1000-9999", 1000, 9999],
    ["10000人以上", "10000+", 10_000, null],
    ["1万人以上", "10000+", 10_000, null],
    // 51job's borders fall between the classes: the lower one decides.
    ["少于50人", "1-20", null, 50],
    ["50-150人", "20-99", 50, 150],
    ["150-500人", "100-499", 150, 500],
    ["500-1000人", "500-999", 500, 1000],
    ["1000-5000人", "1000-9999", 1000, 5000],
    ["5000-10000人", "1000-9999", 5000, 10_000],
    ["１５０－５００人", "100-499", 150, 500],
    ["35人", "20-99", 35, 35],
  ] as const)("reads %s", (text, size, min, max) => {
    expect(parseCompanySize(text)).toEqual({ size, min, max });
  });

  test.each(["", "人", "2023", "互联网", "50-100-150人", "50-150人以上"])("keeps %j unread", (text) => {
    expect(parseCompanySize(text)).toBeNull();
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => parseCompanySize(text) !== undefined));
  });
});
