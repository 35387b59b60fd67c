/** Which postings a figure is about: the filter with its period, as SQL over `job_facts` or a table of the same columns. */
import { DEFAULT_PERIOD_DAYS, type FigureMethod } from "../../shared/contracts/figures.ts";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { addDays, chinaDayOf, type Period } from "../../shared/domain/china-day.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { jobFilterSql, type SqlCondition } from "../clickhouse/job-filter.ts";
import { countsDuplicates } from "./methods.ts";

export interface Scope {
  /** The filter names its period. */
  filter: JobFilter;
  period: Period;
  /** Everything stored before this is in the table, Unix ms. */
  asOf: number;
  version: number;
  /** Table with the columns of `job_facts`, each posting once. */
  table: string;
  condition: SqlCondition;
}

/**
 * A filter without a period means the last days up to the last refresh; one with one end gets the other. One that says
 * nothing of duplicates has what the version of the method had.
 */
export function scopeOf(
  filter: JobFilter,
  asOf: number,
  { method, version }: { method: FigureMethod; version: number },
  table = "job_facts",
): Scope {
  const to = filter.to ?? chinaDayOf(asOf);
  const from = filter.from ?? addDays(to, 1 - DEFAULT_PERIOD_DAYS);
  const duplicates = filter.duplicates ?? (countsDuplicates(method, version) ? "include" : "exclude");
  const whole = { ...filter, from, to, duplicates };
  const condition = jobFilterSql(whole, table);
  return { filter: whole, period: { from, to }, asOf, version, table, condition };
}

/** The same figure about fewer postings, or others. */
export const rescope = (scope: Scope, filter: JobFilter): Scope => ({
  ...scope,
  filter,
  condition: jobFilterSql(filter, scope.table),
});

/** What a figure is computed by. @param limit values shown at most */
export interface Figure<Options, Body> {
  method: FigureMethod;
  compute(ask: Ask, scope: Scope, options: Options, limit: number): Promise<Body>;
}
