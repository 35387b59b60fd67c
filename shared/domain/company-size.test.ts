import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCompanySize } from "./company-size.ts";

describe("parseCompanySize", () => {
  test.each([
    ["0-20人", "1-20", 0, 20],
    ["20人以下", "1-20", 0, 20],
    ["20-99人", "20-99", 20, 99],
    ["100-499人", "100-499", 100, 499],
    ["100-299人", "100-499", 100, 299],
    ["300-499人", "100-499", 300, 499],
    ["500-999人", "500-999", 500, 999],
    ["1000-9999人", "1000-9999", 1000, 9999],
    ["10000人以上", "10000+", 10_000, null],
    ["1万人以上", "10000+", 10_000, null],
    // The bounds of 51job fall between the classes: a company of 少于50人 may have 5 or 45 people.
    ["少于50人", null, 0, 50],
    ["50-150人", null, 50, 150],
    ["少于20人", "1-20", 0, 20],
    ["10-30人", null, 10, 30],
    ["100-1000人", null, 100, 1000],
    ["500人以上", null, 500, null],
    ["150-500人", "100-499", 150, 500],
    ["500-1000人", "500-999", 500, 1000],
    ["1000-5000人", "1000-9999", 1000, 5000],
    ["5000-10000人", "1000-9999", 5000, 10_000],
    ["１５０－５００人", "100-499", 150, 500],
    ["35人", "20-99", 35, 35],
    ["1千人以上", null, 1000, null],
    ["1-5万人", "10000+", 10_000, 50_000],
    ["5000-1万人", "1000-9999", 5000, 10_000],
    ["1000+人", null, 1000, null],
    ["10000＋", "10000+", 10_000, null],
    ["100-499名", "100-499", 100, 499],
    ["＜50人", null, 0, 50],
    [">10000人", "10000+", 10_000, null],
    ["1,000-9,999 人", "1000-9999", 1000, 9999],
  ] as const)("reads %s", (text, size, min, max) => {
    expect(parseCompanySize(text)).toEqual({ size, min, max });
  });

  test.each([
    "",
    "人",
    "2023",
    "互联网",
    "50-100-150人",
    "50-150人以上",
    "0人",
    "0-0人",
    "规模不限",
    "10000人以下",
  ])("keeps %j unread", (text) => {
    expect(parseCompanySize(text)).toBeNull();
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => parseCompanySize(text) !== undefined));
  });
});
