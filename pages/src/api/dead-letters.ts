/** Dead letters, the parts of uploads that ClickHouse rejected: list, details, replay, discard. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { DeadLetter } from "./types.ts";

const EVERY_MS = 10_000;
export const DEAD_LETTERS_KEY = ["dead-letters"];

const letters = api.ingest["dead-letters"];

export const deadLetterList = infiniteQueryOptions({
  queryKey: [...DEAD_LETTERS_KEY, "list"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(letters.$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }), signal),
  ...liveKeysetPages<DeadLetter>(EVERY_MS),
});

export const deadLetterDetail = (id: string) =>
  queryOptions({
    queryKey: [...DEAD_LETTERS_KEY, "detail", id],
    queryFn: ({ signal }) => dataOf(letters[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    // A dead letter does not change.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const replayDeadLetter = (id: string) => dataOf(letters[":id"].replay.$post({ param: { id } }));
export const discardDeadLetter = (id: string) => dataOf(letters[":id"].$delete({ param: { id } }));
