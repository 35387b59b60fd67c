import i18next from "i18next";
import { expect, test } from "vitest";
import "../../ui/job-filter/texts.ts";
import type { FilterTranslate } from "../../ui/job-filter/words.ts";
import { changedValueText } from "./value-text.ts";

const told = (field: string, value: string, language = "zh-CN") =>
  changedValueText(field, value, i18next.getFixedT(language) as unknown as FilterTranslate, language);

test("levels are said in words, lists as lists, times in the reader's zone, all else as it is", () => {
  expect(told("degree", "bachelor")).toBe("本科");
  expect(told("company_size", "20-99", "en-US")).toBe("20–99 people");
  expect(told("tags", '["Java","五险一金"]')).toBe("Java、五险一金");
  expect(told("published_at", "2023-08-10 04:57:51.000")).toMatch(/^2023年8月(9|10|11)日/);
  expect(told("title", "[急聘] Java")).toBe("[急聘] Java");
  expect(told("title", "[1]")).toBe("[1]");
  expect(told("monthly_max", "18000")).toBe("18000");
});
