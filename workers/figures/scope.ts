/** Which postings a figure is about: the filter with its period, as SQL over `job_facts` or a table of the same columns. */
import { DEFAULT_PERIOD_DAYS, type FigureMethod } from "../../shared/contracts/figures.ts";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { addDays, chinaDayOf, type Period } from "../../shared/domain/china-day.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { jobFilterSql } from "../clickhouse/job-filter.ts";
import type { SqlCondition } from "../clickhouse/sql-condition.ts";
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

type ScopeParts = Pick<Scope, "asOf" | "version"> &
  Partial<Pick<Scope, "market" | "table">> & { method: FigureMethod };

/** A filter that says nothing of duplicates has what the version of the method had. */
export function scopeOf(
  filter: JobFilter,
  { asOf, method, version, market = null, table = "job_facts" }: ScopeParts,
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

/** The first version of each method that counts skills by the dictionary; earlier ones count them as the sites list them. */
const BY_DICTIONARY: Partial<Record<FigureMethod, number>> = {
  distribution: 2,
  skill_value: 3,
  rising_skills: 2,
  comparison: 2,
};

/** The column of skills that a version of a method counts. */
export const skillColumn = (method: FigureMethod, { version }: Pick<Scope, "version">): string =>
  version < (BY_DICTIONARY[method] ?? 0) ? "listed_skills" : "skills";

/** What a figure is computed by. @param limit values shown at most */
export interface Figure<Options, Body> {
  method: FigureMethod;
  compute(ask: Ask, scope: Scope, options: Options, limit: number): Promise<Body>;
}
