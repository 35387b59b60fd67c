/** Postings that may be the same job: the pairs that wait, what was decided, and the other postings of one job. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { JobPairKind } from "../../../shared/contracts/job-match.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS } from "./keyset.ts";
import type { BodyOf, JobDecisionView, JobPairView } from "./types.ts";

/** Root of every query key below. */
export const JOB_MATCHES_KEY = ["job-matches"];

interface JobPairFilter {
  kind?: JobPairKind;
  platform?: Platform;
}

export const jobPairs = (filter: JobPairFilter) =>
  infiniteQueryOptions({
    queryKey: [...JOB_MATCHES_KEY, "pairs", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["job-pairs"].$get({ query: { ...filter, limit: "20", cursor: pageParam } }, { init: { signal } }),
        signal,
      ),
    ...keysetPages<JobPairView>(),
  });

export const jobDecisions = infiniteQueryOptions({
  queryKey: [...JOB_MATCHES_KEY, "decisions"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api["job-decisions"].$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...keysetPages<JobDecisionView>(),
});

export const sameJobs = (platform: Platform, jobKey: string) =>
  queryOptions({
    queryKey: [...JOB_MATCHES_KEY, "same", platform, jobKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.jobs[":platform"][":job_key"].same.$get(
          { param: { platform, job_key: jobKey }, query: {} },
          { init: { signal } },
        ),
        signal,
      ),
  });

type NewDecision = BodyOf<(typeof api)["job-decisions"]["$post"]>;
export const decideJobs = (json: NewDecision) => dataOf(api["job-decisions"].$post({ json }));
export const undoJobDecision = (id: string) =>
  dataOf(api["job-decisions"][":id"].undo.$post({ param: { id } }));
