/** Companies and their working times as charts and tables. */
import type { TopCompanies, WorkingTimes } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import { barOption } from "../../charts/bar-option.ts";
import { formatShortCount } from "../../format/numbers.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export type CompanyRow = TopCompanies["items"][number];

/** @param onPick a company is clicked */
export function companiesView(
  { card, items }: TopCompanies,
  tools: ViewTools,
  onPick?: (company: CompanyRow) => void,
): FigureView<CompanyRow> {
  const { t, count, percent, maybeAmount, looks, language } = tools;
  const platforms = (row: CompanyRow) =>
    row.platforms.map((platform) => t(`platform.${platform}`)).join(" · ");
  return {
    card,
    rows: items,
    columns: [
      { title: t("analytics.company"), value: ({ company }) => company },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      numberColumn(t("analytics.share"), ({ share }) => share, percent),
      numberColumn(t("analytics.new"), (row) => row.new, count),
      numberColumn(t("analytics.cities"), ({ cities }) => cities, count),
      { title: t("analytics.platforms"), value: platforms },
      numberColumn(t("analytics.median"), ({ month }) => month.p50, maybeAmount),
    ],
    rowsQuery: ({ rows_query }) => rows_query,
    isGrey: ({ few }) => few,
    chart: {
      height: bandsHeight(items.length),
      option: barOption(
        items.map(({ company, n, share, month, few }) => ({
          name: company,
          value: n,
          text: count(n),
          few,
          lines: [
            [t("analytics.n"), count(n)],
            [t("analytics.share"), percent(share)],
            [t("analytics.median"), maybeAmount(month.p50)],
          ],
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
      onPick: pickRow(items, (company) => onPick?.(company)),
    },
  };
}

type Stated = WorkingTimes["times"][number];

/** Shows how many postings state each of the four working times. */
export function statedView({ card, times }: WorkingTimes, tools: ViewTools): FigureView<Stated> {
  const { t, count, percent, looks, language } = tools;
  const name = ({ time }: Stated) => t(`analytics.timeOf.${time}`);
  return {
    card,
    rows: times,
    columns: [
      { title: t("analytics.time"), value: name },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      numberColumn(t("analytics.share"), ({ share }) => share, percent),
    ],
    chart: {
      height: bandsHeight(times.length),
      option: barOption(
        times.map((row) => ({
          name: name(row),
          value: row.n,
          text: percent(row.share),
          lines: [
            [t("analytics.n"), count(row.n)],
            [t("analytics.share"), percent(row.share)],
          ],
        })),
        looks,
        (value) => formatShortCount(value, language),
      ),
    },
  };
}

export interface CompanyTime {
  company: string;
  n: number;
  stated: number;
  few: boolean;
  rowsQuery: string;
  time: Stated;
  sentence: string | null;
}

/** There is one row for each company and each of the four working times that it states. */
export function companyTimesView(
  { card, companies }: WorkingTimes,
  tools: ViewTools,
): FigureView<CompanyTime> {
  const { t, count, percent } = tools;
  return {
    card,
    rows: companies.flatMap(({ company, n, stated, few, times, rows_query }) =>
      times
        .filter((time) => time.n > 0)
        .map((time) => ({ company, n, stated, few, time, sentence: time.sentence, rowsQuery: rows_query })),
    ),
    columns: [
      { title: t("analytics.company"), value: ({ company }) => company },
      numberColumn(t("analytics.n"), ({ n }) => n, count),
      numberColumn(t("analytics.stated"), ({ stated }) => stated, count),
      { title: t("analytics.time"), value: ({ time }) => t(`analytics.timeOf.${time.time}`) },
      {
        title: t("analytics.share"),
        value: ({ time }) => time.share,
        show: ({ time }) => `${percent(time.share)} (${count(time.n)})`,
      },
      { title: t("analytics.sentence"), value: ({ sentence }) => sentence },
    ],
    rowsQuery: ({ rowsQuery }) => rowsQuery,
    isGrey: ({ few }) => few,
    chart: null,
  };
}
