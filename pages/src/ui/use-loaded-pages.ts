/** Keeps the number of loaded pages in the address, so that a reload or a link shows the same rows. */
import { useEffect } from "react";

interface PagedList {
  data: { pages: unknown[] } | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/**
 * Loads pages until as many are there as the address says.
 * @param wanted number of pages in the address; undefined: one
 * @param onChange writes the number to the address
 * @returns the list's end for `LoadMore`
 */
export function useLoadedPages(
  list: PagedList,
  wanted: number | undefined,
  onChange: (pages: number) => void,
): Pick<PagedList, "hasNextPage" | "isFetchingNextPage"> & { fetchNextPage: () => void } {
  const loaded = list.data?.pages.length ?? 0;
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  const isMissing = loaded > 0 && loaded < (wanted ?? 1) && hasNextPage;
  useEffect(() => {
    if (isMissing && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [isMissing, isFetching, isFetchNextPageError, fetchNextPage]);
  return {
    hasNextPage,
    isFetchingNextPage: list.isFetchingNextPage,
    fetchNextPage: () => {
      void fetchNextPage();
      onChange(loaded + 1);
    },
  };
}
