/** Exports: the list with its progress, what begins and ends them, and the addresses of their files. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type ExportSubject, UNFINISHED_STATES } from "../../../shared/contracts/exports.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS, pollMs } from "./keyset.ts";
import type { BodyOf, ExportColumnView, ExportView } from "./types.ts";

/** Root of every query key below. */
export const EXPORTS_KEY = ["exports"];

/** A running export is followed closely; without one, an export that another person begins is seen after a while. */
const RUNNING_MS = 2000;
const IDLE_MS = 30_000;

export const isUnfinished = ({ state }: Pick<ExportView, "state">): boolean =>
  UNFINISHED_STATES.some((unfinished) => unfinished === state);

export const exportList = infiniteQueryOptions({
  queryKey: [...EXPORTS_KEY, "list"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.exports.$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...keysetPages<ExportView>(),
  refetchInterval: (query) => {
    const pages = query.state.data?.pages ?? [];
    const running = pages.some(({ items }) => items.some(isUnfinished));
    return pollMs(pages.length, running ? RUNNING_MS : IDLE_MS);
  },
});

export const exportColumns = (subject: ExportSubject) =>
  queryOptions({
    queryKey: [...EXPORTS_KEY, "columns", subject],
    queryFn: ({ signal }): Promise<{ items: ExportColumnView[] }> =>
      dataOf(api.exports.columns.$get({ query: { subject } }, { init: { signal } }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A filter as the API takes it in a body: members with several values are lists. */
export type ExportFilter = Record<string, string | string[]>;

/** Members that have one value; the others are lists. */
const SINGLE: ReadonlySet<string> = new Set([
  "text",
  "salary_from",
  "salary_to",
  "from",
  "to",
  "new_from",
  "duplicates",
]);

/** Reads a filter from a query string. */
export function readFilter(query: string): ExportFilter {
  const filter: ExportFilter = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = filter[name];
    filter[name] = SINGLE.has(name) ? value : [...(Array.isArray(before) ? before : []), value];
  }
  return filter;
}

/** Writes a filter as a query string. */
export function writeFilter(filter: ExportFilter): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(filter))
    for (const value of [values].flat()) if (value !== "") query.append(name, value);
  return query.toString();
}

export type NewExport = BodyOf<typeof api.exports.$post>;
export const createExport = (json: NewExport) => dataOf(api.exports.$post({ json }));
export const cancelExport = (id: string) => dataOf(api.exports[":id"].cancel.$post({ param: { id } }));
export const deleteExport = (id: string) => dataOf(api.exports[":id"].$delete({ param: { id } }));
export const linkExport = (id: string, hours: number) =>
  dataOf(api.exports[":id"].link.$post({ param: { id }, json: { hours } }));
export const revokeExportLink = (id: string) => dataOf(api.exports[":id"].link.$delete({ param: { id } }));

export const exportCount = (subject: ExportSubject, query: string) =>
  queryOptions({
    queryKey: [...EXPORTS_KEY, "count", subject, query],
    queryFn: ({ signal }) =>
      dataOf(
        api.exports.count.$get({ query: { subject, ...readFilter(query) } as never }, { init: { signal } }),
        signal,
      ),
    staleTime: 30_000,
  });

/** @returns the address from which the browser fetches a finished file */
export const fileAddress = (id: string): string => `/api/v1/exports/${id}/file`;

/** @returns the address from which the browser fetches rows that are sent while they are read */
export function rowsAddress({ subject, format, columns, filter }: NewExport): string {
  const query = new URLSearchParams(writeFilter((filter ?? {}) as ExportFilter));
  query.set("subject", subject);
  query.set("format", format);
  if (columns && columns.length > 0) query.set("columns", columns.join(","));
  return `/api/v1/exports/rows?${query}`;
}
