/** Salary percentiles of groups as boxes and as a table. */
import type { FigureDimension, Salary, SalaryCell } from "../../../../shared/contracts/figures.ts";
import { bandsHeight } from "../../charts/axes.ts";
import type { DataColumn } from "../../charts/data-csv.ts";
import { intervalOption } from "../../charts/interval-option.ts";
import type { FigureView } from "../../ui/figure/figure-panel.tsx";
import { groupName, restNote } from "./distribution-view.ts";
import { boxOf, quantileColumns, quantileLines } from "./quantiles.ts";
import type { Pay } from "./search.ts";
import { fewLines, numberColumn, pickRow, type ViewTools } from "./view-tools.ts";

export interface SalaryRow {
  name: string;
  /** It is absent for all postings together. */
  value?: string;
  within?: string | null;
  company_id?: string | null | undefined;
  rowsQuery?: string;
  cell: SalaryCell;
}

/** The columns that every table of salaries has. */
export function salaryColumns<Row extends { cell: SalaryCell }>(
  pay: Pay,
  tools: ViewTools,
): DataColumn<Row>[] {
  const { t, count } = tools;
  const number = (title: string, of: (cell: SalaryCell) => number) =>
    numberColumn<Row, number>(title, ({ cell }) => of(cell), count);
  return [
    number(t("analytics.n"), ({ n }) => n),
    ...quantileColumns<Row>(({ cell }) => cell[pay.per][pay.measure], tools),
    number(t("analytics.named"), ({ with_salary }) => with_salary),
    number(t("analytics.negotiable"), ({ negotiable }) => negotiable),
    number(t("analytics.unread"), ({ unread }) => unread),
    ...(pay.per === "year" ? [number(t("analytics.assumed"), ({ assumed_months }) => assumed_months)] : []),
  ];
}

export function salaryChart(
  rows: readonly { name: string; cell: SalaryCell }[],
  pay: Pay,
  tools: ViewTools,
  onPick?: (index: number) => void,
) {
  const { t, count, looks, amount, maybeAmount } = tools;
  return {
    height: bandsHeight(rows.length),
    option: intervalOption(
      rows.map(({ name, cell }) => {
        const quantiles = cell[pay.per][pay.measure];
        return {
          name,
          values: boxOf(quantiles),
          text: maybeAmount(quantiles.p50),
          few: cell.few,
          lines: [
            [t("analytics.n"), count(cell.n)] as const,
            [t("analytics.named"), count(cell.with_salary)] as const,
            [t("analytics.negotiable"), count(cell.negotiable)] as const,
            ...quantileLines(quantiles, tools),
            ...fewLines(cell, tools),
          ],
        };
      }),
      looks,
      amount,
    ),
    onPick,
  };
}

/** @param onPick a group is clicked */
export function salaryView(
  { card, by, total, groups, others, unknown }: Salary,
  pay: Pay,
  tools: ViewTools,
  onPick?: (row: SalaryRow) => void,
): FigureView<SalaryRow> {
  const { t } = tools;
  const rows: SalaryRow[] = [
    { name: t("analytics.all"), rowsQuery: card.rows_query, cell: total },
    ...groups.map(({ value, within, company_id, rows_query, ...cell }) => ({
      name: by === null ? value : groupName(by, { value, within }, tools),
      value,
      within,
      company_id,
      rowsQuery: rows_query,
      cell,
    })),
  ];
  const rest = [
    { name: t("analytics.others", { values: tools.count(others.values) }), n: others.n },
    { name: t("analytics.unknown"), n: unknown.n },
  ].filter(({ n }) => n > 0);
  return {
    card,
    rows,
    note: restNote(rest, tools),
    columns: [
      { title: nameTitle(by, tools), value: ({ name }) => name },
      ...salaryColumns<SalaryRow>(pay, tools),
    ],
    rowsQuery: ({ rowsQuery }) => rowsQuery,
    isGrey: ({ cell }) => cell.few,
    chart: salaryChart(
      rows,
      pay,
      tools,
      pickRow(rows, (row) => {
        if (row.value !== undefined) onPick?.(row);
      }),
    ),
  };
}

const nameTitle = (by: FigureDimension | null, { t }: ViewTools): string =>
  by === null ? t("analytics.by") : t(`job-filter.name.${by}`);
