/** A distribution as bars and as a table. */
import type { Distribution, FigureDimension } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import { formatShortCount } from "../../format/numbers.ts";
import { FEW } from "../../ui/figure/card-facts.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { valueText } from "../../ui/job-filter/words.ts";
import { numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export type DistributionRow = Pick<Distribution["items"][number], "n" | "share"> & {
  name: string;
  /** It is absent for the rest, and for postings that state none. */
  value?: string;
  within?: string | null;
  company_id?: string | null | undefined;
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
  const values: DistributionRow[] = items.map(({ rows_query, ...item }) => ({
    ...item,
    name: groupName(dimension, item, tools),
    rowsQuery: rows_query,
  }));
  const rest: DistributionRow[] = [
    { name: t("analytics.others", { values: count(others.values) }), n: others.n, share: others.share },
    { name: t("analytics.unknown"), ...unknown },
  ].filter(({ n }) => n > 0);
  return {
    card,
    rows: [...values, ...rest],
    note: restNote(rest, tools),
    columns: [
      { title: t(`job-filter.name.${dimension}`), value: ({ name }) => name },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      numberColumn(t("analytics.share"), ({ share }) => share, percent),
    ],
    rowsQuery: ({ rowsQuery }) => rowsQuery,
    isGrey: ({ n, value }) => value !== undefined && n < FEW,
    chart: {
      height: bandsHeight(values.length),
      option: barOption(
        values.map(({ name, n, share }) => ({
          name,
          value: n,
          text: percent(share),
          few: n < FEW,
          lines: [
            [t("analytics.n"), count(n)],
            [t("analytics.share"), percent(share)],
          ],
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
      onPick: pickRow(values, onPick),
    },
  };
}

/** Names the rest in words: where a dimension has many values, its bar would be longer than all others. */
export const restNote = (
  rest: readonly { name: string; n: number; share?: number }[],
  { t, count, percent }: ViewTools,
): string | undefined =>
  rest.length === 0
    ? undefined
    : t("analytics.besides", {
        rest: rest
          .map(({ name, n, share }) =>
            t("figure.pair", {
              name,
              value: share === undefined ? count(n) : `${count(n)} (${percent(share)})`,
            }),
          )
          .join(" · "),
      });
