/** Salaries of all postings and by the values of a dimension. */
import { z } from "zod";
import type { FigureDimension, SALARY_SORTS, Salary, SalaryCell } from "../../shared/contracts/figures.ts";
import { filterQuery } from "../../shared/contracts/job-filter.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { cardOf } from "./card.ts";
import { groupedBy, shownGroups } from "./company-groups.ts";
import { type Counts, countGroups, inOrder } from "./distribution.ts";
import { filterOfGroup, type GroupDimension, rowsOfGroups } from "./groups.ts";
import { CELL_SQL, CellRow, cellOf, SALARY_COLUMNS } from "./salary-cell.ts";
import type { Figure, Scope } from "./scope.ts";

/** The best paid are looked for among so many of the most frequent values. */
export const MAX_RANKED = 500;

export async function totalCell(ask: Ask, { table, condition }: Scope): Promise<SalaryCell> {
  const [row] = await ask(
    `SELECT ${CELL_SQL} FROM ${table} WHERE ${condition.sql}`,
    CellRow,
    condition.params,
  );
  return cellOf(row);
}

/** Cells of some groups, in their order. */
export async function cellsOf(
  ask: Ask,
  scope: Scope,
  dimension: GroupDimension,
  groups: Counts["items"],
): Promise<SalaryCell[]> {
  if (groups.length === 0) return [];
  const rows = rowsOfGroups(scope, dimension, groups, SALARY_COLUMNS);
  const cells = await ask(
    `SELECT group_key, ${CELL_SQL} FROM (${rows.sql}) GROUP BY group_key`,
    CellRow.extend({ group_key: z.string() }),
    rows.params,
  );
  const byKey = new Map(cells.map((cell) => [cell.group_key, cell]));
  return groups.map((group) => cellOf(byKey.get(rows.keyOf(group))));
}

export interface SalaryOptions {
  by: FigureDimension | null;
  sort: (typeof SALARY_SORTS)[number];
}

export const salary: Figure<SalaryOptions, Salary> = {
  method: "salary",
  async compute(ask, scope, { by, sort }, limit) {
    const group = by === null ? null : groupedBy("salary", by, scope);
    const [card, total, counts] = await Promise.all([
      cardOf(ask, scope, "salary"),
      totalCell(ask, scope),
      group === null
        ? null
        : countGroups(ask, scope, group, sort === "median" ? Math.max(MAX_RANKED, limit) : limit),
    ]);
    const none = { groups: [], others: { values: 0, n: 0 }, unknown: { n: 0 } };
    if (by === null || group === null || counts === null) return { card, by, total, ...none };
    const cells = await cellsOf(ask, scope, group, counts.items);
    const shown = await shownGroups(ask, scope, group, counts.items);
    const groups = counts.items.map((item, at) => ({
      ...shown(item),
      ...(cells[at] ?? cellOf(undefined)),
      rows_query: filterQuery(filterOfGroup(scope.filter, group, item)),
    }));
    const median = (cell: SalaryCell) => cell.month.midpoint.p50 ?? -1;
    const ranked =
      sort === "median"
        ? groups.toSorted((one, other) => Number(one.few) - Number(other.few) || median(other) - median(one))
        : inOrder(by, groups);
    const chosen = ranked.slice(0, limit);
    return {
      card,
      by,
      total,
      groups: chosen,
      others: {
        values: counts.values - chosen.length,
        n: counts.total - chosen.reduce((sum, { n }) => sum + n, 0),
      },
      unknown: { n: Math.max(0, card.n - counts.known) },
    };
  },
};
