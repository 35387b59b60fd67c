/** Totals and trend as tables and charts. */
import type { Overview, Trend } from "../../../../shared/contracts/figures.ts";
import { type Line, lineOption } from "../../charts/line-option.ts";
import { formatShortCount } from "../../format/numbers.ts";
import { formatDay, formatShortDay } from "../../format/times.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import type { ViewTools } from "./view-tools.ts";

export const TOTALS = ["postings", "new", "open", "companies"] as const;

/** There is one row for each platform. */
export const overviewView = (
  { card, platforms }: Overview,
  { t, count }: ViewTools,
): FigureView<Overview["platforms"][number]> => ({
  card,
  rows: platforms,
  columns: [
    {
      title: t("analytics.platform"),
      value: ({ platform }) => platform,
      show: ({ platform }) => t(`platform.${platform}`),
    },
    ...TOTALS.map((name) => ({
      title: t(`analytics.${name}`),
      value: (row: Overview["platforms"][number]) => row[name],
      show: (row: Overview["platforms"][number]) => count(row[name]),
    })),
  ],
  rowsQuery: ({ rows_query }) => rows_query,
  chart: null,
});

type TrendDay = Trend["days"][number];

type Series = "new" | "open" | "closed";

export function trendView(trend: Trend, tools: ViewTools): FigureView<TrendDay> {
  const isClosedKnown = trend.days.some(({ closed }) => closed !== null);
  return daysView(trend, ["new", "open", ...(isClosedKnown ? (["closed"] as const) : [])], tools);
}

/** Shows the postings that came and those that were closed. */
export const closingsView = (trend: Trend, tools: ViewTools): FigureView<TrendDay> =>
  daysView(trend, ["new", "closed"], tools);

function daysView(
  { card, days }: Trend,
  series: readonly Series[],
  { t, language, looks, count }: ViewTools,
): FigureView<TrendDay> {
  const lines: Line[] = series.map((name) => ({
    name: t(`analytics.${name}`),
    values: days.map((day) => day[name]),
    as: name === "open" ? "line" : "bar",
  }));
  return {
    card,
    rows: days,
    columns: [
      { title: t("analytics.day"), value: ({ day }) => day },
      ...series.map((name) => ({
        title: t(`analytics.${name}`),
        value: (day: TrendDay) => day[name],
        show: (day: TrendDay) => {
          const value = day[name];
          return value === null ? t("analytics.notKnown") : count(value);
        },
      })),
    ],
    chart: {
      height: 300,
      option: lineOption(
        days.map(({ day }) => day),
        lines,
        looks,
        {
          day: (day) => formatShortDay(day, language),
          wholeDay: (day) => formatDay(day, language),
          axis: (value) => formatShortCount(value, language),
          value: count,
          unknown: t("analytics.notKnown"),
        },
      ),
    },
  };
}
