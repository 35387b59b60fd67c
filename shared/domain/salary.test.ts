import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMonths, parseSalary } from "./salary.ts";

/** [text, min, max, period, months, monthlyMin, monthlyMax] */
type Row = [string, number | null, number | null, string | null, number | null, number | null, number | null];

const rows: Row[] = [
  // Boss
  ["15-25K·14薪", 15_000, 25_000, "month", 14, 15_000, 25_000],
  ["200-300元/天", 200, 300, "day", null, 4350, 6525],
  ["面议", null, null, null, null, null, null],
  ["15-25k", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["100元/小时", 100, 100, "hour", null, 17_400, 17_400],
  ["30-50元/时", 30, 50, "hour", null, 5220, 8700],
  // 51job
  ["1.1-1.5万·13薪", 11_000, 15_000, "month", 13, 11_000, 15_000],
  ["6千-1万", 6000, 10_000, "month", null, 6000, 10_000],
  ["20-40万/年", 200_000, 400_000, "year", null, 16_666.67, 33_333.33],
  ["500元/天", 500, 500, "day", null, 10_875, 10_875],
  ["3千及以下", null, 3000, "month", null, null, 3000],
  ["3千及以下·13薪", null, 3000, "month", 13, null, 3000],
  ["1.5千以下/月", null, 1500, "month", null, null, 1500],
  ["100万以上/年", 1_000_000, null, "year", null, 83_333.33, null],
  ["5万以上/月", 50_000, null, "month", null, 50_000, null],
  ["9千以上", 9000, null, "month", null, 9000, null],
  ["1-1.5万/月", 10_000, 15_000, "month", null, 10_000, 15_000],
  ["4.5-6千/月", 4500, 6000, "month", null, 4500, 6000],
  ["8-10千", 8000, 10_000, "month", null, 8000, 10_000],
  ["1.5千/天", 1500, 1500, "day", null, 32_625, 32_625],
  // Zhilian
  ["10000-15000元", 10_000, 15_000, "month", null, 10_000, 15_000],
  ["150-200元/天", 150, 200, "day", null, 3262.5, 4350],
  ["1万-1.5万", 10_000, 15_000, "month", null, 10_000, 15_000],
  ["8000-12000", 8000, 12_000, "month", null, 8000, 12_000],
  ["9K-16K", 9000, 16_000, "month", null, 9000, 16_000],
  ["薪资面议", null, null, null, null, null, null],
  // other spellings
  ["１５－２５Ｋ·１４薪", 15_000, 25_000, "month", 14, 15_000, 25_000],
  ["15K—25K", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["15K–25K", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["5千~8千", 5000, 8000, "month", null, 5000, 8000],
  ["5千至8千", 5000, 8000, "month", null, 5000, 8000],
  [" 15 - 25 K · 13 薪 ", 15_000, 25_000, "month", 13, 15_000, 25_000],
  ["15-25K(13薪)", 15_000, 25_000, "month", 13, 15_000, 25_000],
  ["15-25K·13-14薪", 15_000, 25_000, "month", 13, 15_000, 25_000],
  ["10,000-15,000元/月", 10_000, 15_000, "month", null, 10_000, 15_000],
  ["1.5-2.5万元/月", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["8000-1.2万", 8000, 12_000, "month", null, 8000, 12_000],
  ["8千-12000", 8000, 12_000, "month", null, 8000, 12_000],
  ["年薪30-50万", 300_000, 500_000, "year", null, 25_000, 41_666.67],
  ["30-50万年薪", 300_000, 500_000, "year", null, 25_000, 41_666.67],
  ["30-50万·年", 300_000, 500_000, "year", null, 25_000, 41_666.67],
  ["200-300/天", 200, 300, "day", null, 4350, 6525],
  ["200元/日", 200, 200, "day", null, 4350, 4350],
  ["10k+", 10_000, null, "month", null, 10_000, null],
  ["6000元/月起", 6000, null, "month", null, 6000, null],
  ["1万", 10_000, 10_000, "month", null, 10_000, 10_000],
  ["2万-1万", 10_000, 20_000, "month", null, 10_000, 20_000],
  ["25-15K", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["面议·13薪", null, null, null, 13, null, null],
  ["薪资保密", null, null, null, null, null, null],
  ["15-25K/14薪", 15_000, 25_000, "month", 14, 15_000, 25_000],
  ["15-25K、14薪", 15_000, 25_000, "month", 14, 15_000, 25_000],
  ["15-25K【14薪】", 15_000, 25_000, "month", 14, 15_000, 25_000],
  ["8000-10000 13薪", 8000, 10_000, "month", 13, 8000, 10_000],
  ["15\u00a0-\u00a025K", 15_000, 25_000, "month", null, 15_000, 25_000],
  ["1.5W-2W", 15_000, 20_000, "month", null, 15_000, 20_000],
  ["8千∼1.2万", 8000, 12_000, "month", null, 8000, 12_000],
  ["薪资:10-20K", 10_000, 20_000, "month", null, 10_000, 20_000],
  ["1-2万元/每月", 10_000, 20_000, "month", null, 10_000, 20_000],
  ["10K-15K/month", 10_000, 15_000, "month", null, 10_000, 15_000],
  ["20元/h", 20, 20, "hour", null, 3480, 3480],
  ["100-200K", 100_000, 200_000, "month", null, 100_000, 200_000],
  ["10万元/月以上", 100_000, null, "month", null, 100_000, null],
  ["800-1500元", 800, 1500, "month", null, 800, 1500],
];

describe("parseSalary", () => {
  test.each(rows)("reads %s", (text, min, max, period, months, monthlyMin, monthlyMax) => {
    expect(parseSalary(text)).toEqual({ min, max, period, months, monthlyMin, monthlyMax });
  });

  test.each([
    "",
    "  ",
    "15-25",
    "50元/次",
    "300元/周",
    "底薪5000加提成",
    "10-15-20K",
    "13薪",
    "以上",
    "K",
    "0-0K",
    "-K",
    "5-8K以上",
    "15-25K·13薪·14薪",
    "5000元/月/天",
    "99999999999999999999万",
    "1".repeat(41),
    "3元/单",
    "50元/课时",
    "2-3万/季",
    "2000-3000美元/月",
    "1万5-2万",
    "8000-10013薪",
    // Two units mixed up, or a point for a comma.
    "8-1.2万",
    "800-1千/天",
    "5-8000元",
    "5-8000",
    "1000-2000千",
    "10.000-15.000元",
    // A month's pay or not: the text does not say.
    "200元",
    "150-200元",
    "10-20万",
    "25-35万",
    "100万以上",
    "300000-500000元",
  ])("keeps %j unread", (text) => {
    expect(parseSalary(text)).toBeNull();
  });

  test.each([
    ["25-50K·30薪", 25_000, 50_000],
    ["10-20K·13-60薪", 10_000, 20_000],
    ["10-20K·0薪", 10_000, 20_000],
  ])("keeps the figures of %s, whose months no employer pays", (text, min, max) => {
    expect(parseSalary(text)).toMatchObject({
      min,
      max,
      period: "month",
      months: null,
      hasUnreadMonths: true,
    });
    expect(parseSalary("15-25K·14薪")).not.toHaveProperty("hasUnreadMonths");
  });

  test.each([
    ["13薪", 13],
    ["13-15薪", 13],
    ["·13薪", 13],
    ["14", 14],
    ["１６ 薪", 16],
    ["13个月", 13],
    ["30薪", null],
    ["0", null],
    ["多薪", null],
    ["", null],
    ["13薪起", null],
  ])("%s alone is %s months", (text, months) => {
    expect(parseMonths(text)).toBe(months);
  });

  test("never throws, and what it reads is in order and finite", () => {
    const pieces = fc.constantFrom(..."0123456789.-~·/万千元kK年月天时薪以上下及面议 １－×()");
    const texts = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.string({ unit: pieces, maxLength: 14 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const salary = parseSalary(text);
        if (!salary) return;
        const ends = [salary.min, salary.max, salary.monthlyMin, salary.monthlyMax].filter(
          (end) => end !== null,
        );
        expect(ends.every((end) => Number.isFinite(end) && end >= 0)).toBe(true);
        if (salary.min !== null && salary.max !== null) expect(salary.min).toBeLessThanOrEqual(salary.max);
        expect(salary.period === null).toBe(salary.min === null && salary.max === null);
      }),
      { numRuns: 2000 },
    );
  });

  test("reads back every range it is given, in any unit and period", () => {
    const units: [string, number][] = [
      ["元", 1],
      ["千", 1000],
      ["K", 1000],
      ["万", 10_000],
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom(...units),
        fc.constantFrom("/月", "/年", "/天", "/小时"),
        fc.option(fc.integer({ min: 12, max: 24 })),
        (low, more, [unit, scale], said, months) => {
          const period = scale === 1000 ? said.replace("/月", "") : said;
          const text = `${low / 10}-${(low + more) / 10}${unit}${period}${months === null ? "" : `·${months}薪`}`;
          const salary = parseSalary(text);
          expect(salary?.min).toBeCloseTo((low / 10) * scale, 2);
          expect(salary?.max).toBeCloseTo(((low + more) / 10) * scale, 2);
          expect(salary?.months).toBe(months);
        },
      ),
    );
  });
});
