import { expect, test } from "vitest";
import { bossSalary, monthly, readSalary, zhilianSalary } from "./salary.ts";

test.each([
  ["1.1-1.5万·13薪", 11_000, 15_000, "month", 13, "11-15K·13薪", "1.1-1.5万·13薪"],
  ["6千-1万", 6000, 10_000, "month", null, "6-10K", "6000-10000元"],
  ["4.5-6千", 4500, 6000, "month", null, "4-6K", "4500-6000元"],
  ["20-40万/年", 200_000, 400_000, "year", null, "16-34K", "1.7-3.3万"],
  ["500元/天", 500, 500, "day", null, "500-500元/天", "500-500元/天"],
  ["1千/天", 1000, 1000, "day", null, "1000-1000元/天", "1000-1000元/天"],
  ["3千及以下", 0, 3000, "month", null, "1-3K", "0-3000元"],
  ["1.5万", 15_000, 15_000, "month", null, "15-16K", "1.5-1.5万"],
])("%s", (text, min, max, period, months, boss, zhilian) => {
  const salary = readSalary(text);
  expect(salary).toEqual({ min, max, period, months });
  expect(bossSalary(salary)).toBe(boss);
  expect(zhilianSalary(salary, false)).toBe(zhilian);
});

test("an owner may choose yuan", () => {
  expect(zhilianSalary(readSalary("1.1-1.5万·13薪"), true)).toBe("11000-15000元·13薪");
});

test("no amount is negotiable", () => {
  for (const text of ["", "面议", "薪资面议"]) expect(readSalary(text)).toBeNull();
  expect([bossSalary(null), zhilianSalary(null, true)]).toEqual(["面议", "面议"]);
});

test("a day counts 21.75 times a month", () => {
  expect(monthly({ min: 100, max: 200, period: "day", months: null })).toEqual({ min: 2175, max: 4350 });
});
