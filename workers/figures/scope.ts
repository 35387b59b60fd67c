/** Which postings a figure is about: the filter with its period, as SQL over `job_facts` or a table of the same columns. */
import { DEFAULT_PERIOD_DAYS, type FigureMethod } from "../../shared/contracts/figures.ts";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { addDays, chinaDayOf, type Period } from "../../shared/domain/china-day.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { jobFilterSql, type SqlCondition } from "../clickhouse/job-filter.ts";
import type { MarketCoverage } from "./market-coverage.ts";
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
  /** What is known of the coverage of the cities; null where it is not. */
  market: MarketCoverage | null;
}

/** A filter without a period means the last days up to the last refresh; one with one end gets the other. */
export function periodOf(filter: JobFilter, asOf: number): Period {
  const to = filter.to ?? chinaDayOf(asOf);
  return { from: filter.from ?? addDays(to, 1 - DEFAULT_PERIOD_DAYS), to };
}

/** A filter that says nothing of duplicates has what this version of the method had. */
export function scopeOf(
  filter: JobFilter,
  {
    asOf,
    method,
    version,
    market = null,
    table = "job_facts",
  }: Pick<Scope, "asOf" | "version"> & Partial<Scope> & { method: FigureMethod },
): Scope {
  const period = periodOf(filter, asOf);
  const duplicates = filter.duplicates ?? (countsDuplicates(method, version) ? "include" : "exclude");
  const whole = { ...filter, ...period, duplicates };
  return { filter: whole, period, asOf, version, market, table, condition: jobFilterSql(whole, table) };
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
