/** Searches that people keep: a name for the part of an address from `?` on. */
import { z } from "zod";
import { COMPANY_FILTER_SHAPE, CompanySort } from "./company-search.ts";
import { JOB_FILTER_SHAPE, type JobFilter } from "./job-filter.ts";
import { JobSort } from "./job-search.ts";

export const SearchKind = z.enum(["jobs", "companies"]);
export type SearchKind = z.infer<typeof SearchKind>;

/** Searches that one person keeps. */
export const MAX_SAVED_SEARCHES = 100;
/** Deleted ones that can be brought back; the oldest is dropped. */
export const MAX_DELETED_SEARCHES = 20;
export const MAX_SAVED_QUERY_CHARS = 4000;

/** What an address of each list may say. */
const QUERIES = {
  jobs: z.strictObject({ ...JOB_FILTER_SHAPE, sort: JobSort.optional() }),
  companies: z.strictObject({ ...COMPANY_FILTER_SHAPE, sort: CompanySort.optional() }),
} as const;

/** The members of a query string: a value alone, or the list of a repeated one. */
function partsOf(query: string): Record<string, unknown> {
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

/** @returns the filter of a saved search of postings; null when today's rules no longer take it */
export function savedJobFilter(query: string): JobFilter | null {
  const read = QUERIES.jobs.safeParse(partsOf(query));
  if (!read.success) return null;
  const { sort: _, ...filter } = read.data;
  return filter;
}

/**
 * Reads a query string as the list of its kind would.
 * @returns the same with its members in their order, so that equal searches are equal texts; or what is wrong with it
 */
export function readSavedQuery(
  kind: SearchKind,
  query: string,
): { query: string; error: null } | { query: null; error: z.ZodError } {
  const read = QUERIES[kind].safeParse(partsOf(query));
  if (!read.success) return { query: null, error: read.error };
  const written = new URLSearchParams();
  const values: Record<string, unknown> = read.data;
  for (const name of Object.keys(QUERIES[kind].shape)) {
    for (const value of [values[name] ?? []].flat()) written.append(name, String(value));
  }
  return { query: written.toString(), error: null };
}
