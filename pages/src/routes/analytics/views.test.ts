/** From an answer of the API to charts and tables. The answers are checked by the contract's own schemas. */
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import {
  Comparison,
  Distribution,
  type FigureCard,
  type FigureMethod,
  type Quantiles,
  RisingSkills,
  Salary,
  type SalaryCell,
  SalaryMatrix,
  SkillValue,
  Trend,
  WorkingTimes,
} from "../../../../shared/contracts/figures.ts";
import type { ChartOption } from "../../charts/chart-option.ts";
import type { ChartLooks } from "../../charts/looks.ts";
import { texts as english } from "../../i18n/en-us.ts";
import { addTexts } from "../../i18n/texts.ts";
import { texts as chinese } from "../../i18n/zh-cn.ts";
import { aboutCard, aboutNotes, cardFacts } from "../../ui/figure/card-facts.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { companyTimesView, statedView } from "./companies-view.ts";
import { compareRankingView, compareSalaryView } from "./compare-view.ts";
import { distributionView } from "./distribution-view.ts";
import { hasIndex, indexView } from "./index-view.ts";
import { matrixView } from "./matrix-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { trendView } from "./overview-view.ts";
import { salaryView } from "./salary-view.ts";
import { risingView, worthView } from "./skills-view.ts";
import { makeViewTools, type ViewTools } from "./view-tools.ts";

const looks: ChartLooks = {
  text: "#111",
  muted: "#222",
  line: "#333",
  background: "#fff",
  few: "#999",
  series: ["#1a1", "#a11"],
  heat: ["#eee", "#000"],
  heatText: ["#000", "#fff"],
  nameWidth: 100,
};
const toolsIn = (language: string): ViewTools =>
  makeViewTools(i18next.getFixedT(language) as unknown as ViewTools["t"], language, looks);
let en: ViewTools;
let zh: ViewTools;
beforeAll(() => {
  addTexts("en-US", english);
  addTexts("zh-CN", chinese);
  en = toolsIn("en-US");
  zh = toolsIn("zh-CN");
});

const cardOf = (name: FigureMethod, more: Partial<FigureCard> = {}): FigureCard => ({
  n: 1234,
  period: { from: "2026-10-31", to: "2026-11-29" },
  platforms: ["qcwy", "boss"],
  unread_share: 0.0214,
  negotiable_share: null,
  duplicates_removed: { value: null, reason: "not_determined_yet" },
  coverage: { value: 0.897, reason: null },
  method: { name, version: 1 },
  as_of: Date.UTC(2026, 10, 29, 6),
  pre_aggregated: false,
  rows_query: "keyword=Java",
  ...more,
});
const quantiles = (n: number, p50: number | null): Quantiles => ({
  n,
  p10: p50 && p50 * 0.6,
  p25: p50 && p50 * 0.8,
  p50,
  p75: p50 && p50 * 1.2,
  p90: p50 && p50 * 1.5,
});
const cellOf = (n: number, p50: number | null): SalaryCell => {
  const measures = (factor: number) => ({
    minimum: quantiles(n, p50 && p50 * factor * 0.8),
    maximum: quantiles(n, p50 && p50 * factor * 1.2),
    midpoint: quantiles(n, p50 && p50 * factor),
  });
  return {
    n,
    with_salary: n,
    negotiable: 2,
    unread: 1,
    few: n < 30,
    assumed_months: n,
    month: measures(1),
    year: measures(12),
  };
};

/** What the table shows, row by row. */
const shown = <Row>({ rows, columns }: FigureView<Row>): string[][] =>
  rows.map((row) => columns.map((column) => column.show?.(row) ?? String(column.value(row) ?? "–")));
const titles = <Row>({ columns }: FigureView<Row>) => columns.map(({ title }) => title);
const optionOf = (view: { chart: { option: ChartOption } | null }): ChartOption => {
  if (!view.chart) throw new Error("no chart");
  return view.chart.option;
};
const seriesOf = (view: { chart: { option: ChartOption } | null }) =>
  [optionOf(view).series ?? []].flat() as { type: string; name?: string; data: unknown[] }[];
/** The values of the marks of a chart with one series. */
const valuesOf = (view: { chart: { option: ChartOption } | null }) =>
  seriesOf(view).flatMap(({ data }) => (data as { value: number[] }[]).map(({ value }) => value));
const namesOf = (view: { chart: { option: ChartOption } | null }) =>
  ([optionOf(view).yAxis].flat()[0] as { data: string[] }).data;

test("a card says everything, and why what it cannot say is unknown", () => {
  const card = cardOf("salary");
  expect(Object.fromEntries(cardFacts(card, en.t, "en-US").map(({ name, value }) => [name, value]))).toEqual({
    n: "1,234",
    period: "Oct 31, 2026 – Nov 29, 2026",
    platforms: "51job, Boss Zhipin",
    unread: "2.1%",
    negotiable: "–",
    duplicates: "not determined yet",
    coverage: "89.7%",
    method: "salary percentiles, version 1",
    asOf: expect.stringContaining("2026"),
  });
  expect(aboutNotes(aboutCard(card, zh.t, "zh-CN"), zh.t)).toEqual(
    expect.arrayContaining(["职位数（N）：1,234", "去除重复：尚未判定", "方法：薪资分位数，第 1 版"]),
  );
});

test("a trend has no line of closed postings until they are determined", () => {
  const answer = (closed: number | null) =>
    Trend.parse({
      card: cardOf("trend"),
      days: [
        { day: "2026-11-28", new: 10, open: 1500, closed },
        { day: "2026-11-29", new: 5, open: 1505, closed: null },
      ],
    });
  const early = trendView(answer(null), en);
  expect(seriesOf(early).map(({ name, type, data }) => [name, type, data])).toEqual([
    ["New", "bar", [10, 5]],
    ["Open", "line", [1500, 1505]],
  ]);
  const later = trendView(answer(3), en);
  expect(seriesOf(later).map(({ name }) => name)).toEqual(["New", "Open", "Closed"]);
  expect(shown(later)).toEqual([
    ["2026-11-28", "10", "1,500", "3"],
    ["2026-11-29", "5", "1,505", "not known"],
  ]);
});

test("a distribution names levels, keeps the rest apart, and narrows to a clicked value", () => {
  const data = Distribution.parse({
    card: cardOf("distribution"),
    dimension: "district",
    items: [
      { value: "浦东新区", within: "上海", n: 900, share: 0.729, rows_query: "district=x" },
      { value: "朝阳区", within: "北京", n: 20, share: 0.016, rows_query: "district=y" },
    ],
    others: { values: 7, n: 200, share: 0.16 },
    unknown: { n: 114, share: 0.092 },
  });
  const picked: (string | undefined)[] = [];
  const view = distributionView(data, zh, ({ value }) => picked.push(value));
  expect(namesOf(view)).toEqual(["浦东新区 · 上海", "朝阳区 · 北京"]);
  expect(view.note).toBe("此外：其他 7 项：200 (16%) · 未说明：114 (9.2%)。");
  expect(shown(view).slice(2)).toEqual([
    ["其他 7 项", "200", "16%"],
    ["未说明", "114", "9.2%"],
  ]);
  expect(shown(view)[0]).toEqual(["浦东新区 · 上海", "900", "72.9%"]);
  expect(view.rows.map((row) => view.isGrey?.(row))).toEqual([false, true, false, false]);
  view.chart?.onPick?.(1);
  view.chart?.onPick?.(2);
  view.chart?.onPick?.(9);
  expect(picked).toEqual(["朝阳区"]);
  expect(narrowTo("district", { value: "朝阳区", within: "北京" })).toEqual({
    district: ["朝阳区"],
    city: ["北京"],
  });
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
    card: cardOf("skill_value", { method: { name: "skill_value", version: 2 } }),
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
  const first = worthView({ ...data, card: cardOf("skill_value") }, zh);
  expect(shown(first)[1]?.[0]).toBe("全部职位");
});

test("a rising skill without significance is grey, and says so", () => {
  const item = (skill: string, difference: number, q_value: number) => ({
    skill,
    n_now: 50,
    n_before: 20,
    share_now: 0.05 + difference,
    share_before: 0.05,
    difference,
    p_value: q_value / 2,
    q_value,
    significant: q_value <= 0.05,
    rows_query: "skill=x",
  });
  const data = RisingSkills.parse({
    card: cardOf("rising_skills"),
    now: { from: "2026-11-16", to: "2026-11-29", n: 1000 },
    before: { from: "2026-11-02", to: "2026-11-15", n: 900 },
    tested: 40,
    items: [item("AI", 0.031, 0.0004), item("PHP", 0.001, 0.6)],
    reason: null,
  });
  const view = risingView(data, en);
  expect(shown(view).map((row) => [row[0], row[1], row[6], row[7]])).toEqual([
    ["AI", "+3.1 points", "< 0.001", "significant"],
    ["PHP", "+0.1 points", "0.600", "not significant"],
  ]);
  expect(view.rows.map((row) => view.isGrey?.(row))).toEqual([false, true]);
  expect(view.greyNote).toBe("Grey: not significant.");
});

test("working times bear the sentence that they were read from", () => {
  const times = [
    { time: "two_days", n: 30, share: 0.75 },
    { time: "996", n: 10, share: 0.25 },
  ];
  const data = WorkingTimes.parse({
    card: cardOf("working_time"),
    stated: 40,
    times,
    companies: [
      {
        company: "某某科技",
        n: 50,
        stated: 40,
        few: false,
        times: [
          { ...times[0], sentence: "周末双休", platform: "qcwy", job_key: "1" },
          { ...times[1], n: 0, share: 0, sentence: null, platform: null, job_key: null },
        ],
        rows_query: "company=x",
      },
    ],
  });
  expect(namesOf(statedView(data, zh))).toEqual(["双休", "996"]);
  expect(shown(companyTimesView(data, zh))).toEqual([
    ["某某科技", "50", "40", "双休", "75% (30)", "周末双休"],
  ]);
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

test("the market index is broken where no search could be compared, and there is none on its base alone", () => {
  const card = { from: "2026-11-27", to: "2026-11-29", method: "matched-panel-7d-1", as_of: null };
  const points = [
    { day: "2026-11-27", value: 100, cells: 0 },
    { day: "2026-11-28", value: null, cells: 0 },
    { day: "2026-11-29", value: 101.26, cells: 1200 },
  ];
  const view = indexView({ points, card }, ["qcwy"], zh);
  expect(shown(view)).toEqual([
    ["2026-11-27", "100.0", "0"],
    ["2026-11-28", "未知", "0"],
    ["2026-11-29", "101.3", "1,200"],
  ]);
  expect(seriesOf(view)[0]?.data).toEqual([100, null, 101.26]);
  expect(view.card).toMatchObject({
    facts: expect.arrayContaining([
      { name: "cells", value: "1,200" },
      { name: "platforms", value: "前程无忧" },
      { name: "method", value: "matched-panel-7d-1" },
    ]),
  });
  expect(hasIndex({ points, card })).toBe(true);
  expect(hasIndex({ points: points.slice(0, 2), card })).toBe(false);
});
