import i18next from "i18next";
import { expect, test } from "vitest";
import { z } from "zod";
import { BULK_FILTERS } from "../../../../shared/contracts/bulk.ts";
import { BULK_NOUNS } from "../../../../shared/contracts/vocabulary.ts";
import { texts as english } from "../../i18n/en-us.ts";
import type { Language } from "../../i18n/languages.ts";
import { addTexts, type Translate } from "../../i18n/texts.ts";
import { texts as chinese } from "../../i18n/zh-cn.ts";
import { filterValue } from "./filter-value.ts";
import { texts } from "./texts.ts";

addTexts("en-US", english);
addTexts("zh-CN", chinese);
type Noun = (typeof BULK_NOUNS)[number];
const told = (noun: Noun, field: string, value: unknown, language: Language = "zh-CN") =>
  filterValue(
    noun,
    field,
    value,
    i18next.getFixedT(language) as unknown as Translate<(typeof texts)["en"]>,
    language,
  );

/** Words from outside, as pages of tasks show them too. */
const SHOWN_AS_THEY_ARE = new Set(["platform", "error_class"]);
const choices = BULK_NOUNS.flatMap((noun) =>
  Object.entries(BULK_FILTERS[noun].shape).flatMap(([field, schema]) => {
    const inner = (schema as z.ZodOptional<z.ZodType>).unwrap();
    const values = inner instanceof z.ZodEnum ? inner.options : [];
    return SHOWN_AS_THEY_ARE.has(field) ? [] : values.map((value) => [noun, field, value] as const);
  }),
);

test.each(choices)("%s %s %s is said in Chinese", (noun, field, value) => {
  expect(told(noun, field, value)).toMatch(/\p{Script=Han}/u);
});

test("states are those of the records: a task is blocked by another, a keyword by its site", () => {
  expect([told("tasks", "state", "blocked"), told("keywords", "state", "blocked")]).toEqual([
    "被阻塞",
    "被拦截",
  ]);
  expect(told("tasks", "state", "failed", "en-US")).toBe("failed");
});

test("every field has a name in both languages", () => {
  for (const noun of BULK_NOUNS)
    for (const field of Object.keys(BULK_FILTERS[noun].shape)) {
      expect(texts.en["bulk-actions"].field, field).toHaveProperty(field);
      expect(texts.zh["bulk-actions"].field, field).toHaveProperty(field);
    }
});

test("numbers are read as what they are, and free words stay", () => {
  expect(told("job-pairs", "min_score", 0.85)).toBe("85%");
  expect(told("dead-letters", "dead_before", Date.UTC(2026, 10, 30))).toContain("2026");
  expect(told("keywords", "deleted", true)).toBe("是");
  expect(told("keywords", "city", "上海")).toBeNull();
  expect(told("tasks", "kind", "rows.export")).toBeNull();
});
