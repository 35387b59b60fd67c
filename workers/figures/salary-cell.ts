/** Exact percentiles of salaries, as SQL and as the cell of an answer. */
import { z } from "zod";
import { FEW, type Quantiles, type SalaryCell } from "../../shared/contracts/figures.ts";
import {
  ASSUMED_MONTHS_SQL,
  HAS_SALARY_SQL,
  MIDPOINT_SQL,
  UNREAD_SALARY_SQL,
  yearlySql,
} from "../clickhouse/job-salary.ts";
import { Count } from "../clickhouse/query.ts";

/** Columns that {@link CELL_SQL} reads. */
export const SALARY_COLUMNS = [
  "is_negotiable",
  "salary_min",
  "salary_max",
  "salary_period",
  "salary_months",
  "monthly_min",
  "monthly_max",
  "unread",
] as const;

const LEVELS = ["p10", "p25", "p50", "p75", "p90"] as const;
/** Interpolates between the two nearest ranks, as numpy, R (type 7) and Excel (PERCENTILE.INC) do. */
export const quantilesSql = (value: string): string =>
  `quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(${value})`;

export const QuantileRow = z.array(z.number().nullable()).length(LEVELS.length);

/** CNY to the cent. */
export const cents = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;

export function quantilesOf(n: number, values: z.infer<typeof QuantileRow>): Quantiles {
  const named = Object.fromEntries(
    LEVELS.map((name, at) => [name, n === 0 ? null : cents(values[at] ?? null)]),
  );
  return { n, ...named } as Quantiles;
}

const yearlyMin = yearlySql("min");
const yearlyMax = yearlySql("max");

/** Aggregates of one cell. */
export const CELL_SQL = `
  count() AS n,
  countIf(${HAS_SALARY_SQL}) AS with_salary,
  sum(is_negotiable) AS negotiable,
  countIf(${UNREAD_SALARY_SQL}) AS unread_salary,
  countIf(${ASSUMED_MONTHS_SQL}) AS assumed_months,
  count(monthly_min) AS n_min,
  count(monthly_max) AS n_max,
  count(${MIDPOINT_SQL}) AS n_mid,
  ${quantilesSql("monthly_min")} AS q_min,
  ${quantilesSql("monthly_max")} AS q_max,
  ${quantilesSql(MIDPOINT_SQL)} AS q_mid,
  ${quantilesSql(yearlyMin)} AS y_min,
  ${quantilesSql(yearlyMax)} AS y_max,
  ${quantilesSql(`(${yearlyMin} + ${yearlyMax}) / 2`)} AS y_mid`;

export const CellRow = z.object({
  n: Count,
  with_salary: Count,
  negotiable: Count,
  unread_salary: Count,
  assumed_months: Count,
  n_min: Count,
  n_max: Count,
  n_mid: Count,
  q_min: QuantileRow,
  q_max: QuantileRow,
  q_mid: QuantileRow,
  y_min: QuantileRow,
  y_max: QuantileRow,
  y_mid: QuantileRow,
});

export function cellOf(row: z.infer<typeof CellRow> | undefined): SalaryCell {
  const none = { n: 0, p10: null, p25: null, p50: null, p75: null, p90: null };
  if (!row) {
    const measures = { minimum: none, maximum: none, midpoint: none };
    const counts = { n: 0, with_salary: 0, negotiable: 0, unread: 0, few: true, assumed_months: 0 };
    return { ...counts, month: measures, year: measures };
  }
  const { n_min, n_max, n_mid } = row;
  return {
    n: row.n,
    with_salary: row.with_salary,
    negotiable: row.negotiable,
    unread: row.unread_salary,
    few: row.with_salary < FEW,
    assumed_months: row.assumed_months,
    month: {
      minimum: quantilesOf(n_min, row.q_min),
      maximum: quantilesOf(n_max, row.q_max),
      midpoint: quantilesOf(n_mid, row.q_mid),
    },
    year: {
      minimum: quantilesOf(n_min, row.y_min),
      maximum: quantilesOf(n_max, row.y_max),
      midpoint: quantilesOf(n_mid, row.y_mid),
    },
  };
}
