/** The address of the postings page: filter, order, columns, and the posting that is open. */
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JOB_SORTS, type JobSort } from "../../../../shared/contracts/job-sorts.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readJobFilter } from "../../ui/job-filter/address.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";
import { COLUMNS, type ColumnName } from "./columns.ts";

export interface JobSearch extends JobFilter {
  /** Newest first seen when absent. */
  sort?: JobSort;
  /** The posting in the drawer: `platform:key`. */
  open?: string;
  /** Columns beside the posting itself, when they are not the person's own choice. */
  columns?: ColumnName[];
  /** Pages of the list that are loaded, when more than one. */
  pages?: number;
  /** Id of a saved search, which takes the place of all that. */
  saved?: string;
}

export function readJobSearch(raw: Record<string, unknown>): {
  filter: JobFilter;
  sort: JobSort;
  open: { platform: Platform; jobKey: string } | undefined;
  columns: ColumnName[] | undefined;
  pages: number | undefined;
} {
  const [platform, ...key] = (readText(raw.open) ?? "").split(":");
  const known = readOneOf(platform, PLATFORMS);
  const columns = readColumns(raw.columns);
  return {
    filter: readJobFilter(raw),
    sort: readOneOf(raw.sort, JOB_SORTS) ?? "newest",
    open: known && key.length > 0 ? { platform: known, jobKey: key.join(":") } : undefined,
    columns,
    pages: readPages(raw.pages),
  };
}

/** In the order of the table; undefined when none is named. */
export function readColumns(raw: unknown): ColumnName[] | undefined {
  const named = new Set([raw ?? []].flat().map(String));
  const columns = COLUMNS.filter((name) => named.has(name));
  return columns.length === 0 ? undefined : columns;
}
