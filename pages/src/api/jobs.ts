/** Reads postings: the search, counts, facets, and a single one. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import type { JobSort } from "../../../shared/contracts/job-search.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { JobView } from "./types.ts";

/** A posting can be found a minute or two after it was stored. */
const EVERY_MS = 30_000;
const JOBS_KEY = ["jobs"];

export const jobList = (filter: JobFilter, sort: JobSort) =>
  infiniteQueryOptions({
    queryKey: [...JOBS_KEY, "list", filter, sort],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.jobs.$get(
          { query: { ...filter, sort, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<JobView>(EVERY_MS),
  });

/** @param exact counts also above 10,000 */
export const jobCount = (filter: JobFilter, exact: boolean) =>
  queryOptions({
    queryKey: [...JOBS_KEY, "count", filter, exact],
    queryFn: ({ signal }) =>
      dataOf(
        api.jobs.count.$get({ query: { ...filter, exact: exact ? "true" : "false" } }, { init: { signal } }),
        signal,
      ),
    refetchInterval: EVERY_MS,
  });

export const jobFacets = (filter: JobFilter) =>
  queryOptions({
    queryKey: [...JOBS_KEY, "facets", filter],
    queryFn: ({ signal }) => dataOf(api.jobs.facets.$get({ query: filter }, { init: { signal } }), signal),
    staleTime: EVERY_MS,
  });

export const jobDetail = (platform: Platform, jobKey: string) =>
  queryOptions({
    queryKey: [...JOBS_KEY, "detail", platform, jobKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.jobs[":platform"][":job_key"].$get(
          { param: { platform, job_key: jobKey } },
          { init: { signal } },
        ),
        signal,
      ),
  });

export const jobLife = (platform: Platform, jobKey: string) =>
  queryOptions({
    queryKey: [...JOBS_KEY, "life", platform, jobKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.jobs[":platform"][":job_key"].life.$get(
          { param: { platform, job_key: jobKey } },
          { init: { signal } },
        ),
        signal,
      ),
  });
