/** The answers of the API become charts and tables. The answers are checked by the contract's own schemas. */
import { beforeAll, expect, test } from "vitest";
import { Distribution, RisingSkills, Trend, WorkingTimes } from "../../../../shared/contracts/figures.ts";
import { cardOf, namesOf, seriesOf, shown, viewTools } from "../../../tests/figure-answers.ts";
import { aboutCard, aboutNotes, cardFacts } from "../../ui/figure/card-facts.ts";
import { companyTimesView, statedView } from "./companies-view.ts";
import { distributionView } from "./distribution-view.ts";
import { hasIndex, indexView } from "./index-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { trendView } from "./overview-view.ts";
import { risingView } from "./skills-view.ts";
import type { ViewTools } from "./view-tools.ts";

let en: ViewTools;
let zh: ViewTools;
beforeAll(() => {
  ({ en, zh } = viewTools());
});

test("a card says everything, and why what it cannot say is unknown", () => {
  const card = cardOf("salary");
  expect(Object.fromEntries(cardFacts(card, en.t, "en-US").map(({ name, value }) => [name, value]))).toEqual({
    n: "1,234",
    period: "Oct 31, 2026 – Nov 29, 2026",
    platforms: "51job, Boss Zhipin",
    unread: "2.1%",
    negotiable: "–",
    duplicates: "12",
    coverage: "89.7%",
    method: "salary percentiles, version 2",
    asOf: expect.stringContaining("2026"),
  });
  expect(aboutNotes(aboutCard(card, zh.t, "zh-CN"), zh.t)).toEqual(
    expect.arrayContaining(["职位数（N）：1,234", "去除重复：12", "方法：薪资分位数，第 2 版"]),
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
  expect(narrowTo("company", { value: "同名科技", company_id: "boss:c1" })).toEqual({
    company_id: ["boss:c1"],
  });
  expect(narrowTo("district", { value: "朝阳区", within: "北京" })).toEqual({
    district: ["朝阳区"],
    city: ["北京"],
  });
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
