import { expect, test } from "vitest";
import {
  coverageShare,
  formatAmount,
  formatAmountChange,
  formatChange,
  formatCount,
  formatMonthlySalary,
  formatShare,
  formatShortCount,
} from "./numbers.ts";

test("counts carry the separators of the language", () => {
  expect(formatCount(1234567, "en-US")).toBe("1,234,567");
  expect(formatCount(1234567, "zh-CN")).toBe("1,234,567");
});

test("counts are shortened from 100,000 on", () => {
  expect(formatShortCount(99_999, "en-US")).toBe("99,999");
  expect(formatShortCount(123_456, "en-US")).toBe("123.5K");
  expect(formatShortCount(123_456, "zh-CN")).toBe("12.3万");
});

test("coverage is unknown until the site has reported something", () => {
  expect(coverageShare(0, null)).toBeNull();
  expect(coverageShare(0, 0)).toBeNull();
  expect(coverageShare(5, 20)).toBe(0.25);
});

test("more postings than reported count as all of them", () => {
  expect(coverageShare(21, 20)).toBe(1);
});

test("100 % is shown only when nothing is missing", () => {
  expect(formatShare(0.99999, "en-US")).toBe("99.9%");
  expect(formatShare(1, "en-US")).toBe("100%");
  expect(formatShare(0.29, "en-US")).toBe("29%");
});

test.each([
  [15000, 25000, "15–25K"],
  [11000, 15500, "11–15.5K"],
  [10000, 10000, "10K"],
  [3000, null, "3K"],
  [null, 8000, "8K"],
  [200, 900, "200–900"],
  [900, 1200, "0.9–1.2K"],
  [null, null, null],
])("a monthly salary of %s to %s CNY reads %s", (min, max, text) => {
  expect(formatMonthlySalary(min, max, "en-US")).toBe(text);
});

test.each([
  [12_500, "12.5K", "1.25万"],
  [8000, "8K", "8,000"],
  [9999, "10K", "9,999"],
  [800, "800", "800"],
  [1_234_567, "1,234.6K", "123.46万"],
  [-15_000, "-15K", "-1.5万"],
])("%s CNY read %s and %s", (value, english, chinese) => {
  expect(formatAmount(value, "en-US")).toBe(english);
  expect(formatAmount(value, "zh-CN")).toBe(chinese);
});

test("changes bear their sign", () => {
  expect(formatChange(0.123, "en-US")).toBe("+12.3%");
  expect(formatChange(-0.05, "zh-CN")).toBe("-5%");
  expect(formatAmountChange(2000, "zh-CN")).toBe("+2,000");
  expect(formatAmountChange(-2000, "en-US")).toBe("-2K");
});
