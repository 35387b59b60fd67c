/** Answers about figures, and what the charts and tables made of them say, for tests. */
import i18next from "i18next";
import type { FigureCard, FigureMethod, Quantiles, SalaryCell } from "../../shared/contracts/figures.ts";
import type { ChartOption } from "../src/charts/chart-option.ts";
import type { ChartLooks } from "../src/charts/looks.ts";
import { texts as english } from "../src/i18n/en-us.ts";
import { addTexts } from "../src/i18n/texts.ts";
import { texts as chinese } from "../src/i18n/zh-cn.ts";
import { makeViewTools, type ViewTools } from "../src/routes/analytics/view-tools.ts";
import type { FigureView } from "../src/ui/figure/figure-panel.tsx";

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

/** The tools of both languages. Call it in `beforeAll`. */
export function viewTools(): { en: ViewTools; zh: ViewTools } {
  addTexts("en-US", english);
  addTexts("zh-CN", chinese);
  return { en: toolsIn("en-US"), zh: toolsIn("zh-CN") };
}

export const cardOf = (name: FigureMethod, more: Partial<FigureCard> = {}): FigureCard => ({
  n: 1234,
  period: { from: "2026-10-31", to: "2026-11-29" },
  platforms: ["qcwy", "boss"],
  unread_share: 0.0214,
  negotiable_share: null,
  duplicates_removed: { value: 12, reason: null },
  coverage: { value: 0.897, reason: null },
  method: { name, version: 2 },
  as_of: Date.UTC(2026, 10, 29, 6),
  pre_aggregated: false,
  rows_query: "keyword=Java",
  ...more,
});
export const quantiles = (n: number, p50: number | null): Quantiles => ({
  n,
  p10: p50 && p50 * 0.6,
  p25: p50 && p50 * 0.8,
  p50,
  p75: p50 && p50 * 1.2,
  p90: p50 && p50 * 1.5,
});
export const cellOf = (n: number, p50: number | null): SalaryCell => {
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

/** The table as it is shown, row by row. */
export const shown = <Row>({ rows, columns }: FigureView<Row>): string[][] =>
  rows.map((row) => columns.map((column) => column.show?.(row) ?? String(column.value(row) ?? "–")));
export const titles = <Row>({ columns }: FigureView<Row>) => columns.map(({ title }) => title);
export const optionOf = (view: { chart: { option: ChartOption } | null }): ChartOption => {
  if (!view.chart) throw new Error("no chart");
  return view.chart.option;
};
export const seriesOf = (view: { chart: { option: ChartOption } | null }) =>
  [optionOf(view).series ?? []].flat() as { type: string; name?: string; data: unknown[] }[];
/** The values of the marks of a chart with one series. */
export const valuesOf = (view: { chart: { option: ChartOption } | null }) =>
  seriesOf(view).flatMap(({ data }) => (data as { value: number[] }[]).map(({ value }) => value));
export const namesOf = (view: { chart: { option: ChartOption } | null }) =>
  ([optionOf(view).yAxis].flat()[0] as { data: string[] }).data;
