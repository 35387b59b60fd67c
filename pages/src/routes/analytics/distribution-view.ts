/** A distribution as bars and as a table. */
import type { Distribution, FigureDimension } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import { formatShortCount } from "../../format/numbers.ts";
import { FEW } from "../../ui/figure/card-facts.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { valueText } from "../../ui/job-filter/words.ts";
import type { ViewTools } from "./view-tools.ts";

export type DistributionRow = Pick<Distribution["items"][number], "n" | "share"> & {
  name: string;
  /** Absent for what has no value of its own: the rest, and what is not stated. */
  value?: string;
  within?: string | null;
  rowsQuery?: string;
};

/** `浦东新区 · 上海`: a district is named with its city. */
export function groupName(
  by: FigureDimension,
  { value, within }: { value: string; within: string | null },
  { t, language }: ViewTools,
): string {
  const name = valueText(by, value, t, language);
  return within === null ? name : `${name} · ${within}`;
}

/** @param onPick a value is clicked */
export function distributionView(
  { card, dimension, items, others, unknown }: Distribution,
  tools: ViewTools,
  onPick?: (row: DistributionRow) => void,
): FigureView<DistributionRow> {
  const { t, count, percent, language, looks } = tools;
  const rows: DistributionRow[] = items.map(({ rows_query, ...item }) => ({
    ...item,
    name: groupName(dimension, item, tools),
    rowsQuery: rows_query,
  }));
  if (others.values > 0)
    rows.push({
      name: t("analytics.others", { values: count(others.values) }),
      n: others.n,
      share: others.share,
    });
  if (unknown.n > 0) rows.push({ name: t("analytics.unknown"), ...unknown });
  return {
    card,
    rows,
    columns: [
      { title: t(`job-filter.name.${dimension}`), value: ({ name }) => name },
      { title: t("analytics.n"), value: ({ n }) => n, show: ({ n }) => count(n) },
      { title: t("analytics.share"), value: ({ share }) => share, show: ({ share }) => percent(share) },
    ],
    rowsQuery: ({ rowsQuery }) => rowsQuery,
    isGrey: ({ n, value }) => value !== undefined && n < FEW,
    chart: {
      height: bandsHeight(rows.length),
      option: barOption(
        rows.map(({ name, value, n, share }) => ({
          name,
          value: n,
          text: percent(share),
          tone: value === undefined ? "rest" : n < FEW ? "few" : "usual",
          lines: [
            [t("analytics.n"), count(n)],
            [t("analytics.share"), percent(share)],
          ],
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
      onPick: (index) => {
        const row = rows[index];
        if (row?.value !== undefined) onPick?.(row);
      },
    },
  };
}
