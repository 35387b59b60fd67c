import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../contracts/levels.ts";
import type { SearchFilters } from "../contracts/platform.ts";
import { FILTERS as BOSS } from "./boss/codes.ts";
import { type FilterSubject, filterParams, isRest, matchesRule, splitFilters } from "./filter-table.ts";
import { FILTERS as QCWY } from "./qcwy/codes.ts";
import { FILTERS as ZHILIAN } from "./zhilian/codes.ts";

const PLATFORM_FILTERS = { boss: BOSS, qcwy: QCWY, zhilian: ZHILIAN };

const experiences = [...EXPERIENCE_LEVELS, null];
const degrees = [...DEGREE_LEVELS, null];
const money = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
const posting: fc.Arbitrary<FilterSubject> = fc.record({
  experience: fc.constantFrom(...experiences),
  degree: fc.constantFrom(...degrees),
  monthly_min: money,
  monthly_max: money,
  company_size_min: fc.option(fc.integer({ min: 0, max: 200_000 })),
  city: fc.constantFrom("北京", null),
  district: fc.constantFrom("海淀区", null),
});

describe.each(Object.entries(PLATFORM_FILTERS))("%s", (_name, tables) => {
  test("places every posting under exactly one code of each table, so that children add up", () => {
    fc.assert(
      fc.property(posting, (subject) => {
        for (const { codes } of tables) {
          expect(codes.filter(({ rule }) => matchesRule(rule, subject))).toHaveLength(1);
        }
      }),
    );
  });

  test("has no code twice", () => {
    for (const { codes } of tables) expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  });

  test("splits dimension by dimension until none is left", () => {
    let level = [{}];
    for (const { dimension, codes } of tables) {
      const children = splitFilters(tables, level[0] ?? {}, "北京");
      expect(children.map((filters) => filters[dimension])).toEqual(codes.map(({ code }) => code));
      level = children;
    }
    expect(splitFilters(tables, level[0] ?? {}, "北京")).toEqual([]);
    expect(filterParams(tables, level[0] ?? {}).map(([param]) => param)).toEqual(
      tables.map(({ param }) => param),
    );
  });
});

test("districts come after every table, with the whole city at last; a single one is the city again", () => {
  const tables = [{ dimension: "degree", param: "d", codes: BOSS[1]?.codes.slice(0, 2) ?? [] }] as const;
  const districts = [{ code: "1" }, { code: "2" }];
  expect(splitFilters(tables, {}, "北京", { districts })).toEqual([{ degree: "201" }, { degree: "209" }]);
  expect(splitFilters(tables, { degree: "201" }, "北京", { districts })).toEqual([
    { degree: "201", district: "1" },
    { degree: "201", district: "2" },
    { degree: "201", district: "" },
  ]);
  expect(splitFilters(tables, { degree: "201", district: "" }, "北京", { districts })).toEqual([]);
  expect(splitFilters(tables, { degree: "201" }, "北京", { districts: [{ code: "1" }] })).toEqual([]);
});

describe("the whole country", () => {
  const tables = [{ dimension: "degree", param: "d", codes: BOSS[1]?.codes.slice(0, 2) ?? [] }] as const;
  const districts = [
    { code: "1a", name: "浦东新区" },
    { code: "1b", name: "徐汇区" },
  ];
  const cities = {
    largest: [
      { code: "1", districts },
      { code: "2", districts: [] },
    ],
  };
  const split = (filters: SearchFilters) => splitFilters(tables, filters, "全国", { districts: [], cities });

  test("is split by filters, and then by its largest cities with the rest last, which is read up to the cap", () => {
    expect(split({})).toEqual([{ degree: "201" }, { degree: "209" }]);
    const parts = split({ degree: "201" });
    expect(parts).toEqual([
      { degree: "201", city: "1" },
      { degree: "201", city: "2" },
      { degree: "201", city: "" },
    ]);
    expect(parts.map(isRest)).toEqual([false, false, true]);
    expect(split({ degree: "201", city: "" })).toEqual([]);
  });

  test("has cities that are split by filters and their own districts", () => {
    expect(split({ city: "1" })).toEqual([
      { city: "1", degree: "201" },
      { city: "1", degree: "209" },
    ]);
    const parts = split({ city: "1", degree: "201" });
    expect(parts.map(({ district }) => district)).toEqual(["1a", "1b", ""]);
    expect(parts.map(isRest)).toEqual([false, false, true]);
    expect(split({ city: "2", degree: "201" })).toEqual([]);
  });

  test("is split by filters where no dictionary is known", () => {
    expect(splitFilters(tables, {}, "全国", null)).toEqual([{ degree: "201" }, { degree: "209" }]);
  });
});

test("a table of districts is passed over in a city it does not know", () => {
  const districts = {
    dimension: "district",
    param: "d",
    codes: [{ code: "1", label: "海淀区", rule: { by: "district", city: "北京", district: "海淀区" } }],
  } as const;
  expect(splitFilters([districts], {}, "北京")).toEqual([{ district: "1" }]);
  expect(splitFilters([districts], {}, "上海")).toEqual([]);
});
