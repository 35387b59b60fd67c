import { expect, test } from "vitest";
import {
  COMPARED_DIMENSIONS,
  DEFAULT_PERIOD_DAYS,
  FEW,
  FIGURE_DIMENSIONS,
  MAX_COMPARED,
  RISING_DIRECTIONS,
  SALARY_SORTS,
} from "../../../../shared/contracts/figures.ts";
import * as figures from "../../api/figures.ts";
import { parseSearch, stringifySearch } from "../../app/search-format.ts";
import * as cardFacts from "../../ui/figure/card-facts.ts";
import {
  type AnalyticsSearch,
  COMPARED,
  DIMENSIONS,
  DIRECTIONS,
  readAnalyticsSearch,
  SORTS,
} from "./search.ts";

const known = (search: object) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

test("the whole state of the page comes back from its address", () => {
  const search: AnalyticsSearch = {
    tab: "salary",
    by: "degree",
    measure: "maximum",
    per: "year",
    sort: "median",
    matrix_city: "上海",
    worth: "C++",
    worth_method: 1,
    direction: "falling",
    compare: "keyword",
    table: ["salary", "matrix"],
    keyword: ["Java"],
    city: ["上海", "北京"],
    experience: ["3-5"],
    salary_from: 20_000,
    from: "2026-11-01",
    text: '"数据 分析" SQL',
  };
  expect(known(readAnalyticsSearch(parseSearch(stringifySearch({ ...search }))))).toEqual(search);
});

test("what the page does not know is left out", () => {
  const raw = {
    tab: "magic",
    by: "moon",
    per: "hour",
    worth_method: "1.5",
    table: "",
    city: ["  "],
    degree: ["wise"],
  };
  expect(known(readAnalyticsSearch(raw))).toEqual({});
});

test("the page has the words of the contract", () => {
  expect([...DIMENSIONS].sort()).toEqual([...FIGURE_DIMENSIONS].sort());
  expect(COMPARED).toEqual(COMPARED_DIMENSIONS);
  expect(DIRECTIONS).toEqual(RISING_DIRECTIONS);
  expect(SORTS).toEqual(SALARY_SORTS);
});

test("the page has the bounds of the contract", () => {
  expect(cardFacts.FEW).toBe(FEW);
  expect(cardFacts.DEFAULT_PERIOD_DAYS).toBe(DEFAULT_PERIOD_DAYS);
  expect(figures.MAX_COMPARED).toBe(MAX_COMPARED);
});
