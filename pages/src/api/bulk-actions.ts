/** Bulk actions: what begins and ends them, their progress, and the result of each record. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BulkAction, BulkNoun, BulkOutcome, BulkState } from "../../../shared/contracts/bulk.ts";
import { ENDED_BULK_STATES } from "../../../shared/contracts/vocabulary.ts";
import { pollUnlessLive } from "../live/use-live.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS, pollMs } from "./keyset.ts";
import type { BodyOf, ItemOf } from "./types.ts";

export type BulkActionView = ItemOf<(typeof api)["bulk-actions"]["$get"]>;
export type BulkItemView = ItemOf<(typeof api)["bulk-actions"][":id"]["items"]["$get"]>;

/** Root of every query key below. */
export const BULK_KEY = ["bulk-actions"];
const RUNNING_MS = 1000;
const IDLE_MS = 30_000;

export const hasBulkEnded = (state: BulkState): boolean => ENDED_BULK_STATES.some((ended) => ended === state);

/** The call of each noun; they differ in actions, filters and ids. */
const CALLS = {
  tasks: (json: object) => api.tasks.bulk.$post({ json: json as BodyOf<typeof api.tasks.bulk.$post> }),
  keywords: (json: object) =>
    api.keywords.bulk.$post({ json: json as BodyOf<typeof api.keywords.bulk.$post> }),
  "dead-letters": (json: object) =>
    api.ingest["dead-letters"].bulk.$post({
      json: json as BodyOf<(typeof api.ingest)["dead-letters"]["bulk"]["$post"]>,
    }),
  "job-pairs": (json: object) =>
    api["job-pairs"].bulk.$post({ json: json as BodyOf<(typeof api)["job-pairs"]["bulk"]["$post"]> }),
  "company-pairs": (json: object) =>
    api["company-pairs"].bulk.$post({
      json: json as BodyOf<(typeof api)["company-pairs"]["bulk"]["$post"]>,
    }),
} as const satisfies Record<BulkNoun, (json: object) => Promise<unknown>>;

/** What is sent; the API checks it. */
export interface BulkWish {
  action: string;
  ids?: readonly unknown[];
  filter?: object;
  priority?: number;
  reason?: string;
  rate?: { first: number; per_minute: number };
}

/** Counts what the action would act on now. */
export const bulkPreview = (noun: BulkNoun, wish: BulkWish) =>
  queryOptions({
    queryKey: [...BULK_KEY, "preview", noun, wish],
    queryFn: async () => {
      const answer = await dataOf(CALLS[noun]({ ...wish, preview: true }));
      return "count" in answer ? answer.count : 0;
    },
    staleTime: 0,
  });

export async function startBulk(noun: BulkNoun, wish: BulkWish): Promise<BulkAction> {
  const answer = await dataOf(CALLS[noun](wish));
  if (!("id" in answer)) throw new Error("a preview came in place of the action");
  return answer;
}

export const abortBulk = (id: string) => dataOf(api["bulk-actions"][":id"].abort.$post({ param: { id } }));

export const bulkTopic = (id: string) => `bulk:${id}`;

/** Fetched every second until it has ended, and rarely while a live feed tells of it. */
export const bulkAction = (id: string) =>
  queryOptions({
    queryKey: [...BULK_KEY, "one", id],
    queryFn: ({ signal }) =>
      dataOf(api["bulk-actions"][":id"].$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: ({ state: { data } }) =>
      data && hasBulkEnded(data.state) ? false : pollUnlessLive("bulk", bulkTopic(id), RUNNING_MS),
  });

export const bulkActionList = (noun: BulkNoun | undefined) =>
  infiniteQueryOptions({
    queryKey: [...BULK_KEY, "list", noun],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["bulk-actions"].$get(
          { query: { noun, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<BulkActionView>(),
    refetchInterval: (query) => {
      const pages = query.state.data?.pages ?? [];
      const running = pages.some(({ items }) => items.some(({ state }) => !hasBulkEnded(state)));
      return pollMs(pages.length, running ? 2 * RUNNING_MS : IDLE_MS);
    },
  });

export const bulkItems = (id: string, outcome: BulkOutcome | undefined) =>
  infiniteQueryOptions({
    queryKey: [...BULK_KEY, "items", id, outcome],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["bulk-actions"][":id"].items.$get(
          { param: { id }, query: { outcome, limit: "100", cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<BulkItemView>(),
  });

/** The address of the file with the result of each record. */
export const bulkFileAddress = (id: string, format: "csv" | "jsonl") =>
  `/api/v1/bulk-actions/${encodeURIComponent(id)}/file?format=${format}`;
