/** Keyset lists that follow the server: what is loaded is asked for again, less often the more it is. */
import type { InfiniteData } from "@tanstack/react-query";
import type { Page } from "./types.ts";

/** Lists longer than this many pages are followed at SLOW_MS: each turn asks for every page. */
const LIVE_PAGES = 2;
const SLOW_MS = 15_000;

/** @param everyMs between two turns of a short list */
export function pollMs(pages: number, everyMs: number): number {
  return pages <= LIVE_PAGES ? everyMs : Math.max(SLOW_MS, everyMs);
}

/** The options that all keyset lists share. */
export const livePage = <T>(everyMs: number) => ({
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: Page<T>) => page.next_cursor ?? undefined,
  refetchInterval: (query: { state: { data: InfiniteData<Page<T>> | undefined } }) =>
    pollMs(query.state.data?.pages.length ?? 0, everyMs),
});
