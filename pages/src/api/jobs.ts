/** The list of the newest postings. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { JobView } from "./types.ts";

export interface JobFilter {
  platform?: Platform;
  city?: string;
  /** Part of the title or of the company's name. */
  text?: string;
}

const EVERY_MS = 10_000;

export const jobList = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ["jobs", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.jobs.$get({ query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
        signal,
      ),
    ...liveKeysetPages<JobView>(EVERY_MS),
  });
