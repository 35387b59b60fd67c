/** Searches that people keep. */
import { queryOptions } from "@tanstack/react-query";
import type { SearchKind } from "../../../shared/contracts/saved-search.ts";
import { api, dataOf } from "./client.ts";

export const SAVED_SEARCHES_KEY = ["saved-searches"];

/** All searches of a person fit on one page; the page of shared ones has those that changed last. */
export const savedSearches = (kind: SearchKind, of: "me" | "others") =>
  queryOptions({
    queryKey: [...SAVED_SEARCHES_KEY, kind, of],
    queryFn: ({ signal }) =>
      dataOf(api["saved-searches"].$get({ query: { kind, of, limit: "100" } }, { init: { signal } }), signal),
  });

const one = api["saved-searches"][":id"];

export const savedSearch = (id: string) =>
  queryOptions({
    queryKey: [...SAVED_SEARCHES_KEY, "one", id],
    queryFn: ({ signal }) => dataOf(one.$get({ param: { id } }, { init: { signal } }), signal),
  });

export const saveSearch = (json: { kind: SearchKind; name: string; query: string; shared: boolean }) =>
  dataOf(api["saved-searches"].$post({ json }));
export const changeSearch = (id: string, json: { name?: string; query?: string; shared?: boolean }) =>
  dataOf(one.$patch({ param: { id }, json }));
export const deleteSearch = (id: string) => dataOf(one.$delete({ param: { id } }));
export const restoreSearch = (id: string) => dataOf(one.restore.$post({ param: { id } }));
