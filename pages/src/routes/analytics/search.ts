/** The state of the analytics page in its address: the tab, the filter, and what each figure is asked for. */
import type { FigureDimension } from "../../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { readJobFilter } from "../../ui/job-filter/address.ts";
import { readOneOf, readText } from "../search-values.ts";

export const TABS = [
  "overview",
  "distribution",
  "salary",
  "skills",
  "companies",
  "life",
  "compare",
  "index",
] as const;
export type Tab = (typeof TABS)[number];

/** They stand in the order in which they are offered. The contract has them too, but it loads zod. */
export const DIMENSIONS = [
  "city",
  "district",
  "salary_band",
  "experience",
  "degree",
  "industry",
  "company_size",
  "company_type",
  "company",
  "skill",
  "job_type",
  "keyword",
  "platform",
] as const satisfies readonly FigureDimension[];

export const MEASURES = ["minimum", "midpoint", "maximum"] as const;
type Measure = (typeof MEASURES)[number];
export const SPANS = ["month", "year"] as const;
type Span = (typeof SPANS)[number];

/** The figure of a salary's range that is shown, and the time for which it is paid. */
export interface Pay {
  measure: Measure;
  per: Span;
}

export const SORTS = ["n", "median"] as const;
export const DIRECTIONS = ["rising", "falling"] as const;
export const COMPARED = ["keyword", "platform"] as const;
type Compared = (typeof COMPARED)[number];
/** The address names at most this many panels. */
const MAX_TABLES = 12;

export interface AnalyticsSearch extends JobFilter {
  tab?: Tab;
  /** Postings are grouped by this. */
  by?: FigureDimension;
  measure?: Measure;
  per?: Span;
  sort?: (typeof SORTS)[number];
  /** City of the salary matrix; all cities without one. */
  matrix_city?: string;
  /** The skill whose worth is asked for. */
  worth?: string;
  /** Version of the method by which it is computed; the current one without it. */
  worth_method?: number;
  direction?: (typeof DIRECTIONS)[number];
  /** The filter's keywords or platforms are compared, the most frequent ones where it names none. */
  compare?: Compared;
  /** Panels that show their table instead of the chart. */
  table?: string[];
}

function readVersion(raw: unknown): number | undefined {
  const version = Number(readText(raw));
  return Number.isInteger(version) && version > 0 && version < 1000 ? version : undefined;
}

function readTables(raw: unknown): string[] | undefined {
  const panels = [raw ?? []].flat().flatMap((panel) => readText(panel) ?? []);
  return panels.length === 0 ? undefined : [...new Set(panels)].slice(0, MAX_TABLES);
}

export const readAnalyticsSearch = (raw: Record<string, unknown>): AnalyticsSearch => ({
  tab: readOneOf(raw.tab, TABS),
  by: readOneOf(raw.by, DIMENSIONS),
  measure: readOneOf(raw.measure, MEASURES),
  per: readOneOf(raw.per, SPANS),
  sort: readOneOf(raw.sort, SORTS),
  matrix_city: readText(raw.matrix_city)?.slice(0, 100),
  worth: readText(raw.worth)?.slice(0, 100),
  worth_method: readVersion(raw.worth_method),
  direction: readOneOf(raw.direction, DIRECTIONS),
  compare: readOneOf(raw.compare, COMPARED),
  table: readTables(raw.table),
  ...readJobFilter(raw),
});
