/** Keywords or platforms side by side, as charts and tables. */
import type { Comparison } from "../../../../shared/contracts/figures.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../../../shared/contracts/levels.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import type { DataColumn } from "../../charts/data-csv.ts";
import { groupedBarOption, groupsHeight } from "../../charts/grouped-bar-option.ts";
import { formatShortCount } from "../../format/numbers.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { valueText } from "../../ui/job-filter/words.ts";
import { salaryChart, salaryColumns } from "./salary-view.ts";
import type { Pay } from "./search.ts";
import type { ViewTools } from "./view-tools.ts";

type Item = Comparison["items"][number];
const COUNTS = ["n", "new", "companies"] as const;

const nameOf = ({ by }: Comparison, { value }: Item, { t, language }: ViewTools) =>
  valueText(by, value, t, language);

/** Compares how many postings the items have. */
export function compareCountsView(data: Comparison, tools: ViewTools): FigureView<Item> {
  const { t, count, looks, language } = tools;
  const name = (item: Item) => nameOf(data, item, tools);
  return {
    card: data.card,
    rows: data.items,
    columns: [
      { title: t(`job-filter.name.${data.by}`), value: name },
      ...COUNTS.map(
        (column): DataColumn<Item> => ({
          title: t(`analytics.${column}`),
          value: (item) => item[column],
          show: (item) => count(item[column]),
        }),
      ),
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    chart: {
      height: bandsHeight(data.items.length),
      option: barOption(
        data.items.map((item) => ({
          name: name(item),
          value: item.n,
          text: count(item.n),
          lines: COUNTS.map((column) => [t(`analytics.${column}`), count(item[column])] as const),
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
    },
  };
}

/** Compares what the items pay. */
export function compareSalaryView(
  data: Comparison,
  pay: Pay,
  tools: ViewTools,
): FigureView<{ name: string; cell: Item["salary"]; rowsQuery: string }> {
  const rows = data.items.map((item) => ({
    name: nameOf(data, item, tools),
    cell: item.salary,
    rowsQuery: item.rows_query,
  }));
  return {
    card: data.card,
    rows,
    columns: [
      { title: tools.t(`job-filter.name.${data.by}`), value: ({ name }) => name },
      ...salaryColumns<(typeof rows)[number]>(pay, tools),
    ],
    rowsQuery: ({ rowsQuery }) => rowsQuery,
    isGrey: ({ cell }) => cell.few,
    chart: salaryChart(rows, pay, tools),
  };
}

const RANKINGS = { skills: "skill", degrees: "degree", experiences: "experience" } as const;
export type Ranking = keyof typeof RANKINGS;

const SCALES: Partial<Record<Ranking, readonly string[]>> = {
  degrees: DEGREE_LEVELS,
  experiences: EXPERIENCE_LEVELS,
};
/** The chart shows at most this many values; the table has all. */
const MAX_DRAWN = 12;

interface RankedRow {
  name: string;
  /** There is one share for each item, in their order; null where the value is not among the item's most frequent ones. */
  shares: readonly (number | null)[];
}

/** Values that the items share or differ in: each one's share in every item. */
export function compareRankingView(
  data: Comparison,
  ranking: Ranking,
  tools: ViewTools,
): FigureView<RankedRow> {
  const { t, percent, looks, language } = tools;
  const rows = valuesOf(data, ranking).map((value) => ({
    name: valueText(RANKINGS[ranking], value, t, language),
    shares: data.items.map((item) => item[ranking].find((ranked) => ranked.value === value)?.share ?? null),
  }));
  const drawn = rows.slice(0, MAX_DRAWN);
  const left = rows.length - drawn.length;
  return {
    card: data.card,
    rows,
    columns: [
      { title: t(`job-filter.name.${RANKINGS[ranking]}`), value: ({ name }) => name },
      ...data.items.map(
        (item, index): DataColumn<RankedRow> => ({
          title: nameOf(data, item, tools),
          value: ({ shares }) => shares[index] ?? null,
          show: ({ shares }) => {
            const share = shares[index] ?? null;
            return share === null ? t("app.none") : percent(share);
          },
        }),
      ),
    ],
    note: left > 0 ? t("analytics.inTable", { values: tools.count(left) }) : undefined,
    chart: {
      height: groupsHeight(drawn.length, data.items.length),
      option: groupedBarOption(
        drawn.map(({ name }) => name),
        data.items.map((item, index) => ({
          name: nameOf(data, item, tools),
          values: drawn.map(({ shares }) => shares[index] ?? 0),
        })),
        looks,
        percent,
      ),
    },
  };
}

/** Levels in their own order, other values by their shares, the largest sum first. */
function valuesOf({ items }: Comparison, ranking: Ranking): string[] {
  const sums = new Map<string, number>();
  for (const { value, share } of items.flatMap((item) => item[ranking]))
    sums.set(value, (sums.get(value) ?? 0) + share);
  const scale: readonly string[] = SCALES[ranking] ?? [];
  return [...sums.keys()].sort(
    (one, other) =>
      scale.indexOf(one) - scale.indexOf(other) || (sums.get(other) ?? 0) - (sums.get(one) ?? 0),
  );
}
