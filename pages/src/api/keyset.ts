/** What all keyset lists share: their pages, their size, and how often they are fetched again. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { KeysetPage } from "./types.ts";

/** Rows a page, as the query parameter has them. */
export const PAGE_ROWS = "50";

/** A list that the program itself defines, such as its permissions, fits on one page of this size. */
export const ALL = { limit: "500" } as const;

/** Each refetch of a longer list asks for all of its pages, so it happens only every SLOW_MS. */
const MAX_LIVE_PAGES = 2;
const SLOW_MS = 15_000;

/** @param everyMs between two refetches of a short list */
export function pollMs(pages: number, everyMs: number): number {
  return pages <= MAX_LIVE_PAGES ? everyMs : Math.max(SLOW_MS, everyMs);
}

/** The options of a list that is fetched on demand. */
export const keysetPages = <T>() => ({
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: KeysetPage<T>) => page.next_cursor ?? undefined,
});

/** The options of a list that follows the server. */
export const liveKeysetPages = <T>(everyMs: number | (() => number)) => ({
  ...keysetPages<T>(),
  refetchInterval: (query: { state: { data: InfiniteData<KeysetPage<T>> | undefined } }) =>
    pollMs(query.state.data?.pages.length ?? 0, typeof everyMs === "number" ? everyMs : everyMs()),
});

/** A list as a page shows it. */
export type KeysetList<T> = Pick<
  UseInfiniteQueryResult<InfiniteData<KeysetPage<T>>>,
  "isLoading" | "data" | "error" | "refetch" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
>;

/** The rows of all pages that are loaded. */
export const loadedItems = <T>(data: InfiniteData<KeysetPage<T>> | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? [];

/** The value of a query parameter that is either `true` or absent. */
export const trueOrAbsent = (isSet: boolean | undefined) => (isSet ? ("true" as const) : undefined);
