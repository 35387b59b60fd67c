/** Re-cleans: the list with its progress, what a run changes, and the decisions about it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { isMoving } from "../../../shared/contracts/recleans.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS, pollMs } from "./keyset.ts";
import type { BodyOf, RecleanChangeView, RecleanView } from "./types.ts";

/** Root of every query key below. */
export const RECLEANS_KEY = ["recleans"];

/** A run that moves is followed closely; another one begins rarely. */
const MOVING_MS = 2000;
const IDLE_MS = 30_000;

export const recleanList = infiniteQueryOptions({
  queryKey: [...RECLEANS_KEY, "list"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api.recleans.$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...keysetPages<RecleanView>(),
  refetchInterval: (query) => {
    const pages = query.state.data?.pages ?? [];
    return pollMs(pages.length, pages.some(({ items }) => items.some(isMoving)) ? MOVING_MS : IDLE_MS);
  },
});

export const recleanOf = (id: string) =>
  queryOptions({
    queryKey: [...RECLEANS_KEY, "one", id],
    queryFn: ({ signal }) =>
      dataOf(api.recleans[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? MOVING_MS : false),
  });

export type ChangeKind = "changed" | "history" | "unreadable";

export const recleanChanges = (id: string, kind: ChangeKind, field: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...RECLEANS_KEY, "changes", id, kind, field],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.recleans[":id"].changes.$get(
          { param: { id }, query: { kind, field, limit: "20", cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<RecleanChangeView>(),
  });

export const jobCorrections = (platform: Platform, jobKey: string) =>
  queryOptions({
    queryKey: [...RECLEANS_KEY, "job", platform, jobKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.jobs[":platform"][":job_key"].corrections.$get(
          { param: { platform, job_key: jobKey } },
          { init: { signal } },
        ),
        signal,
      ),
  });

export type NewReclean = BodyOf<typeof api.recleans.$post>;
export const createReclean = (json: NewReclean) => dataOf(api.recleans.$post({ json }));
export const startReclean = (id: string) => dataOf(api.recleans[":id"].start.$post({ param: { id } }));
export const cancelReclean = (id: string) => dataOf(api.recleans[":id"].cancel.$post({ param: { id } }));
export const undoReclean = (id: string) => dataOf(api.recleans[":id"].undo.$post({ param: { id } }));
