import i18next from "i18next";
import { expect, test } from "vitest";
import { texts as english } from "../../i18n/en-us.ts";
import type { Language } from "../../i18n/languages.ts";
import { addTexts } from "../../i18n/texts.ts";
import { texts as chinese } from "../../i18n/zh-cn.ts";
import type { FilterTranslate } from "../../ui/job-filter/words.ts";
import { filterText } from "./filter-text.ts";
import { readExportSearch } from "./search.ts";

addTexts("en-US", english);
addTexts("zh-CN", chinese);
const told = (filter: Record<string, unknown>, language: Language) =>
  filterText(filter, i18next.getFixedT(language) as unknown as FilterTranslate, language);

test("a filter is told member by member in the reader's words", () => {
  const filter = {
    city: ["上海", "北京"],
    text: "Java",
    platform: ["boss"],
    company_size: ["20-99"],
    industry: [],
    salary_from: 8000,
    some_new_member: ["x"],
  };
  expect(told(filter, "en-US")).toBe(
    "City: 上海, 北京 · Text: Java · Platform: Boss Zhipin · Company size: 20–99 people · Salary from: 8K · some_new_member: x",
  );
  expect(told(filter, "zh-CN")).toBe(
    "城市：上海、北京 · 文本：Java · 平台：Boss直聘 · 公司规模：20-99人 · 月薪不低于：8,000 · some_new_member：x",
  );
});

test("nothing is told of a filter that asks for everything", () => {
  expect(told({}, "en-US")).toBe("");
});

test("an address opens the dialog with its filter; an unknown word opens nothing", () => {
  expect(readExportSearch({ new: "jobs", filter: "city=%E4%B8%8A%E6%B5%B7" })).toEqual({
    new: "jobs",
    filter: "city=%E4%B8%8A%E6%B5%B7",
    id: undefined,
  });
  expect(readExportSearch({ new: "people" }).new).toBeUndefined();
});
