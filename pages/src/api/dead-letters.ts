/** Parts of uploads that ClickHouse refused: look inside, replay, give up. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { livePage } from "./live-page.ts";
import type { DeadLetter } from "./types.ts";

const PAGE_ROWS = "50";
const EVERY_MS = 10_000;
export const DEAD_LETTERS_KEY = ["dead-letters"];

const letters = api.ingest["dead-letters"];

export const deadLetterList = infiniteQueryOptions({
  queryKey: [...DEAD_LETTERS_KEY, "list"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(letters.$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }), signal),
  ...livePage<DeadLetter>(EVERY_MS),
});

export const deadLetterInside = (id: string) =>
  queryOptions({
    queryKey: [...DEAD_LETTERS_KEY, "inside", id],
    queryFn: ({ signal }) => dataOf(letters[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    // It does not change while it is dead.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const replayDeadLetter = (id: string) => dataOf(letters[":id"].replay.$post({ param: { id } }));
export const discardDeadLetter = (id: string) => dataOf(letters[":id"].$delete({ param: { id } }));

/** All there are, page by page. @returns how many wait again */
export async function replayAllDeadLetters(): Promise<number> {
  let replayed = 0;
  for (;;) {
    const page = await dataOf(letters.replay.$post());
    replayed += page.replayed;
    if (!page.more || page.replayed === 0) return replayed;
  }
}
