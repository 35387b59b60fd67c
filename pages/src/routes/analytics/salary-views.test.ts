/** Answers about salaries become charts and tables. The answers are checked by the contract's own schemas. */
import { beforeAll, expect, test } from "vitest";
import { Comparison, Salary, SalaryMatrix, SkillValue } from "../../../../shared/contracts/figures.ts";
import {
  cardOf,
  cellOf,
  namesOf,
  optionOf,
  quantiles,
  seriesOf,
  shown,
  titles,
  valuesOf,
  viewTools,
} from "../../../tests/figure-answers.ts";
import { compareRankingView, compareSalaryView } from "./compare-view.ts";
import { matrixView } from "./matrix-view.ts";
import { salaryView } from "./salary-view.ts";
import { worthView } from "./skills-view.ts";
import type { ViewTools } from "./view-tools.ts";

let en: ViewTools;
let zh: ViewTools;
beforeAll(() => {
  ({ en, zh } = viewTools());
});

const salary = () =>
  Salary.parse({
    card: cardOf("salary"),
    by: "degree",
    total: cellOf(1000, 15_000),
    groups: [
      { value: "bachelor", within: null, ...cellOf(700, 18_000), rows_query: "degree=bachelor" },
      { value: "doctor", within: null, ...cellOf(4, 40_000), rows_query: "degree=doctor" },
      { value: "junior", within: null, ...cellOf(0, null), rows_query: "degree=junior" },
    ],
    others: { values: 0, n: 0 },
    unknown: { n: 12 },
  });

test("salaries are boxes of p10 to p90, in the unit and the figure asked for", () => {
  const month = salaryView(salary(), { measure: "midpoint", per: "month" }, zh);
  expect(namesOf(month)).toEqual(["全部职位", "本科", "博士", "初中"]);
  expect(valuesOf(month)).toEqual([
    [9000, 12_000, 15_000, 18_000, 22_500],
    [10_800, 14_400, 18_000, 21_600, 27_000],
    [24_000, 32_000, 40_000, 48_000, 60_000],
    [],
  ]);
  expect(shown(month)[1]).toEqual([
    "本科",
    "700",
    "1.08万",
    "1.44万",
    "1.8万",
    "2.16万",
    "2.7万",
    "700",
    "2",
    "1",
  ]);
  expect(shown(month)[3]?.slice(2, 7)).toEqual(["–", "–", "–", "–", "–"]);
  expect(month.rows.map((row) => month.isGrey?.(row))).toEqual([false, false, true, true]);

  const year = salaryView(salary(), { measure: "maximum", per: "year" }, en);
  expect(titles(year)).toEqual([
    "Degree",
    "Postings",
    "p10",
    "p25",
    "p50",
    "p75",
    "p90",
    "Name a salary",
    "Negotiable",
    "Unread",
    "12 months assumed",
  ]);
  expect(year.columns[4]?.value(year.rows[0] as never)).toBe(15_000 * 1.2 * 12);
  expect(shown(year)[0]?.at(4)).toBe("216K");
});

test("the matrix shows one city's cells, in the order of the levels", () => {
  const cell = (experience: string, degree: string, city: string | null, n: number, p50: number | null) => ({
    experience,
    degree,
    city,
    n,
    few: n < 30,
    month: quantiles(n, p50),
    rows_query: "x=y",
  });
  const data = SalaryMatrix.parse({
    card: cardOf("salary_matrix"),
    cities: ["上海"],
    cells: [
      cell("5-10", "master", null, 40, 40_000),
      cell("1-3", "bachelor", null, 400, 15_000),
      cell("1-3", "associate", null, 10, 9000),
      cell("3-5", "bachelor", null, 2, null),
      cell("1-3", "bachelor", "上海", 100, 20_000),
    ],
  });
  const all = matrixView(data, null, en);
  expect((optionOf(all).xAxis as { data: string[] }).data).toEqual(["Associate", "Bachelor", "Master"]);
  expect(namesOf(all)).toEqual(["1–3 years", "3–5 years", "5–10 years"]);
  expect(valuesOf(all)).toEqual([
    [0, 0, 9000],
    [1, 0, 15_000],
    [2, 2, 40_000],
  ]);
  // The scale of colours leaves out what is greyed.
  expect(optionOf(all).visualMap).toMatchObject({ min: 15_000, max: 40_000 });
  expect(shown(all)).toHaveLength(4);
  const city = matrixView(data, "上海", en);
  expect(shown(city).map((row) => row.slice(0, 3))).toEqual([["1–3 years", "Bachelor", "100"]]);
});

test("what a skill is worth: the difference by experience, unknown where there is none", () => {
  const side = (n: number, median: number | null) => ({ n, mean: median, median });
  const data = SkillValue.parse({
    card: cardOf("skill_value", { method: { name: "skill_value", version: 3 } }),
    skill: "Spark",
    with: cellOf(90, 25_000),
    without: cellOf(900, 20_000),
    strata: [
      {
        experience: "3-5",
        with: side(60, 26_000),
        without: side(300, 21_000),
        difference: 5000,
        weight: 1,
        few: false,
        rows_query: "skill=Spark",
      },
      {
        experience: null,
        with: side(0, null),
        without: side(9, 9000),
        difference: null,
        weight: 0,
        few: true,
        rows_query: "skill=Spark",
      },
    ],
    standardised: null,
    reason: "too_few",
  });
  const view = worthView(data, zh);
  expect(shown(view)).toEqual([
    ["3-5年", "60", "300", "2.6万", "2.1万", "+5,000", "100%"],
    ["未说明", "0", "9", "–", "9,000", "–", "0%"],
  ]);
  expect(namesOf(view)).toEqual(["3-5年"]);
  // The first version has one row, which is not one experience.
  const first = worthView(
    { ...data, card: cardOf("skill_value", { method: { name: "skill_value", version: 1 } }) },
    zh,
  );
  expect(shown(first)[1]?.[0]).toBe("全部职位");
});

test("a comparison puts the items side by side, with a gap where one ranks a value and the other does not", () => {
  const item = (value: string, p50: number, skills: [string, number][]) => ({
    value,
    n: 100,
    new: 10,
    companies: 50,
    salary: cellOf(100, p50),
    skills: skills.map(([skill, share]) => ({ value: skill, n: share * 100, share })),
    degrees: [{ value: "bachelor", n: 80, share: 0.8 }],
    experiences: [],
    rows_query: `keyword=${value}`,
  });
  const data = Comparison.parse({
    card: cardOf("comparison"),
    by: "keyword",
    items: [
      item("Java", 18_000, [
        ["Spring", 0.6],
        ["SQL", 0.3],
      ]),
      item("Python", 20_000, [["SQL", 0.5]]),
    ],
  });
  const skills = compareRankingView(data, "skills", en);
  expect(titles(skills)).toEqual(["Skill", "Java", "Python"]);
  expect(shown(skills)).toEqual([
    ["SQL", "30%", "50%"],
    ["Spring", "60%", "–"],
  ]);
  expect(seriesOf(skills).map(({ name, data: values }) => [name, values])).toEqual([
    ["Java", [0.3, 0.6]],
    ["Python", [0.5, 0]],
  ]);
  expect(shown(compareRankingView(data, "degrees", en))).toEqual([["Bachelor", "80%", "80%"]]);
  expect(namesOf(compareSalaryView(data, { measure: "midpoint", per: "month" }, en))).toEqual([
    "Java",
    "Python",
  ]);
});
