import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExperience } from "./experience.ts";

describe("parseExperience", () => {
  test.each([
    ["经验不限", "any", 0, null],
    ["不限", "any", 0, null],
    ["无需经验", "none", 0, null],
    ["无经验", "none", 0, null],
    ["5-7年及以上", "5-10", 5, null],
    ["6个月以上", "under1", 0.5, null],
    ["六个月以上", "under1", 0.5, null],
    ["3个月及以上工作经验", "under1", 0.25, null],
    ["18个月以上", "1-3", 1.5, null],
    ["6个月以内", "under1", 0, 0.5],
    ["半年以上", "under1", 0.5, null],
    ["毕业1年内", "graduate", 0, 0],
    ["毕业一年以内", "graduate", 0, 0],
    ["25/26届", "graduate", 0, 0],
    ["2025、2026届毕业生", "graduate", 0, 0],
    ["25届/26届", "graduate", 0, 0],
    ["2026应届生", "graduate", 0, 0],
    ["在读", "student", 0, 0],
    ["5年（含）以上", "5-10", 5, null],
    ["超过3年", "3-5", 3, null],
    ["工作年限：3年以上", "3-5", 3, null],
    ["经验：不限", "any", 0, null],
    ["在校/应届", "graduate", 0, 0],
    ["在校生/应届生", "graduate", 0, 0],
    ["应届毕业生", "graduate", 0, 0],
    ["在校生", "student", 0, 0],
    ["1年以内", "under1", 0, 1],
    ["1年以下", "under1", 0, 1],
    ["一年以内", "under1", 0, 1],
    ["1年", "1-3", 1, 1],
    ["2年", "1-3", 2, 2],
    ["1-3年", "1-3", 1, 3],
    ["1－3年", "1-3", 1, 3],
    ["3-4年", "3-5", 3, 4],
    ["3-5年", "3-5", 3, 5],
    ["3-4年经验", "3-5", 3, 4],
    ["3年以上", "3-5", 3, null],
    ["3年及以上工作经验", "3-5", 3, null],
    ["5-7年", "5-10", 5, 7],
    ["8-9年", "5-10", 8, 9],
    ["5-10年", "5-10", 5, 10],
    ["10年以上", "over10", 10, null],
    ["十年以上", "over10", 10, null],
    ["3年以下", "1-3", 0, 3],
    ["1年及以下", "under1", 0, 1],
    ["不满1年", "under1", 0, 1],
    ["1年内", "under1", 0, 1],
    ["半年以上", "under1", 0.5, null],
    ["两年以上", "1-3", 2, null],
    ["三至五年", "3-5", 3, 5],
    ["十五年以上", "over10", 15, null],
    ["3年-5年", "3-5", 3, 5],
    ["3年至5年", "3-5", 3, 5],
    ["3+年", "3-5", 3, null],
    ["10年+", "over10", 10, null],
    ["≥3年", "3-5", 3, null],
    ["至少3年", "3-5", 3, null],
    ["5年起", "5-10", 5, null],
    ["3年或以上相关工作经验", "3-5", 3, null],
    ["工作经验3-5年", "3-5", 3, 5],
    ["经验:3-5年", "3-5", 3, 5],
    ["1-3 years", "1-3", 1, 3],
    ["工作经验不限", "any", 0, null],
    ["不限工作经验", "any", 0, null],
    ["无工作经验要求", "any", 0, null],
    ["经验不限/应届生", "any", 0, null],
    ["不需要经验", "none", 0, null],
    ["应届生/在校生", "graduate", 0, 0],
    ["2024届毕业生", "graduate", 0, 0],
    ["实习", "student", 0, 0],
  ] as const)("reads %s", (text, level, minYears, maxYears) => {
    expect(parseExperience(text)).toEqual({ level, minYears, maxYears });
  });

  test.each([
    "",
    "3",
    "3-5",
    "5天/周",
    "3个月",
    "年",
    "2023年8月",
    "99年",
    "3-5年以上",
    "1.2.3年",
    // They name a word of another reading, and mean something else.
    "非应届生",
    "不接受应届生",
    "应届生优先",
    "学历不限",
    "专业不限",
    "无",
    "应届生/1年以下",
  ])("keeps %j unread", (text) => {
    expect(parseExperience(text)).toBeNull();
  });

  test("never throws", () => {
    const pieces = fc.constantFrom(..."0123456789一三十-年以上下内及经验无不限");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: pieces })), (text) => {
        const read = parseExperience(text);
        if (read && read.minYears !== null && read.maxYears !== null) {
          expect(read.minYears).toBeLessThanOrEqual(read.maxYears);
        }
      }),
    );
  });
});
