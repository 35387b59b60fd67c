/** The address of the postings page: filter, order, columns, and the posting that is open. */
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JOB_SORTS, type JobSort } from "../../../../shared/contracts/job-sorts.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { readJobFilter, readPlatformKey } from "../../ui/job-filter/address.ts";
import { readOneOf, readPages } from "../search-values.ts";
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
  const opened = readPlatformKey(raw.open);
  return {
    filter: readJobFilter(raw),
    sort: readOneOf(raw.sort, JOB_SORTS) ?? "newest",
    open: opened && { platform: opened.platform, jobKey: opened.key },
    columns: readColumns(raw.columns),
    pages: readPages(raw.pages),
  };
}

/** @returns the named columns in the order of the table; undefined when none is named */
export function readColumns(raw: unknown): ColumnName[] | undefined {
  const named = new Set([raw ?? []].flat().map(String));
  const columns = COLUMNS.filter((name) => named.has(name));
  return columns.length === 0 ? undefined : columns;
}
