/** Time online and reposts as curves and tables. */
import type { DaysOnline, LifeFigure, Reposts } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import { survivalOption } from "../../charts/survival-option.ts";
import { formatDecimal, formatShortCount } from "../../format/numbers.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { valueText } from "../../ui/job-filter/words.ts";
import { numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export interface LifeRow extends DaysOnline {
  name: string;
  rows_query: string | undefined;
}

/** The chart draws at most this many curves, so that they can be told apart. */
const MAX_CURVES = 6;

/** Writes a number of days with one decimal, or a dash where it is not known. */
export const daysText = (value: number | null, { t, language }: Pick<ViewTools, "t" | "language">): string =>
  value === null ? t("app.none") : t("analytics.days", { days: formatDecimal(value, language) });

/** Says the median with its interval, or why there is none. */
export function medianText({ median, reason }: DaysOnline, tools: ViewTools): string {
  if (median === null)
    return tools.t(reason === "not_reached" ? "figure.reason.not_reached" : "analytics.tooFewClosings");
  const high = median.high === null ? tools.t("analytics.beyond") : daysText(median.high, tools);
  return tools.t("analytics.medianWithin", {
    median: daysText(median.days, tools),
    low: daysText(median.low, tools),
    high,
  });
}

/** Says the same as `medianText`, as short as a column needs it. */
function medianCell(row: DaysOnline, tools: ViewTools): string {
  if (row.median === null) return medianText(row, tools);
  const { days, low, high } = row.median;
  const number = (value: number) => formatDecimal(value, tools.language);
  const texts = { median: daysText(days, tools), low: number(low) };
  return high === null
    ? tools.t("analytics.medianCellOpen", texts)
    : tools.t("analytics.medianCell", { ...texts, high: number(high) });
}

export function lifeView({ card, by, total, groups }: LifeFigure, tools: ViewTools): FigureView<LifeRow> {
  const { t, count, percent, looks, language } = tools;
  const named = ({ value, within }: { value: string; within: string | null }) => {
    const text = by === null ? value : valueText(by, value, t, language);
    return within === null ? text : `${within} ${text}`;
  };
  const all: LifeRow = { ...total, name: t("analytics.all"), rows_query: card.rows_query };
  const rows = by === null ? [all] : [...groups.map((group) => ({ ...group, name: named(group) })), all];
  const drawn = rows.filter(({ curve }) => curve.length > 1).slice(0, MAX_CURVES);
  const days = (value: number | null) => daysText(value, tools);
  return {
    card,
    rows,
    columns: [
      {
        title: by === null ? t("analytics.postings") : t(`job-filter.name.${by}`),
        value: ({ name }) => name,
      },
      numberColumn(t("analytics.knownBegin"), ({ n }) => n, count),
      numberColumn(t("analytics.closed"), ({ closed }) => closed, count),
      numberColumn(t("analytics.open"), ({ open }) => open, count),
      {
        title: t("analytics.medianOnline"),
        value: ({ median }) => median?.days ?? null,
        show: (row) => medianCell(row, tools),
      },
      numberColumn(t("analytics.quarterOnline"), ({ p25 }) => p25, days),
      numberColumn(t("analytics.threeQuartersOnline"), ({ p75 }) => p75, days),
      numberColumn(t("analytics.closedOnly"), (row) => row.closed_only_median, days),
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ reason }) => reason === "too_few",
    greyNote: t("analytics.fewClosings"),
    chart:
      drawn.length === 0
        ? null
        : {
            height: 320,
            option: survivalOption(
              drawn.map(({ name, curve }) => ({ name, points: curve })),
              looks,
              {
                day: (day) => t("analytics.days", { days: count(day) }),
                share: percent,
                banded: ({ share, low, high }) => `${percent(share)} (${percent(low)} – ${percent(high)})`,
                unknown: t("analytics.notKnown"),
              },
            ),
          },
  };
}

export type RepostRow = NonNullable<Reposts["items"]>[number];

/** Says `online 143 days in 4 postings`, the longest chain of a company. */
export const chainText = ({ longest }: RepostRow, { t, count }: ViewTools): string =>
  longest === null
    ? t("app.none")
    : t("analytics.chain", {
        title: longest.title ?? "",
        days: count(longest.days),
        postings: count(longest.postings),
      });

/** @param onPick a company is clicked */
export function repostsView(
  { card, items }: Reposts,
  tools: ViewTools,
  onPick?: (row: RepostRow) => void,
): FigureView<RepostRow> {
  const { t, count, percent, looks, language } = tools;
  const rows = items ?? [];
  return {
    card,
    rows,
    columns: [
      { title: t("analytics.company"), value: ({ company }) => company },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      numberColumn(t("analytics.repostsOf"), (row) => row.reposts, count),
      numberColumn(t("analytics.share"), ({ share }) => share, percent),
      numberColumn(t("analytics.chains"), ({ chains }) => chains, count),
      { title: t("analytics.longestChain"), value: (row) => chainText(row, tools) },
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ few }) => few,
    chart: {
      height: bandsHeight(rows.length),
      option: barOption(
        rows.map((row) => ({
          name: row.company,
          value: row.reposts,
          text: count(row.reposts),
          few: row.few,
          lines: [
            [t("analytics.repostsOf"), count(row.reposts)],
            [t("analytics.share"), percent(row.share)],
            [t("analytics.longestChain"), chainText(row, tools)],
          ],
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
      onPick: pickRow(rows, (row) => onPick?.(row)),
    },
  };
}
