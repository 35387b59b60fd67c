/** The sites' dictionaries: versions, entries, what changed, and the cities that each platform lists. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DictionaryKind } from "../../../shared/contracts/dictionary.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages } from "./keyset.ts";
import type { AnswerOf, ItemOf } from "./types.ts";

const dictionaries = api.dictionaries;
const one = dictionaries[":platform"][":kind"];

export interface DictionaryName {
  platform: Platform;
  kind: DictionaryKind;
}

export type DictionaryView = AnswerOf<typeof dictionaries.$get>["dictionaries"][number];
export type PlatformLoads = AnswerOf<typeof dictionaries.$get>["loads"][number];
export type VersionView = ItemOf<(typeof one)["versions"]["$get"]>;
export type EntryView = ItemOf<(typeof one)["entries"]["$get"]>;
export type ChangeView = ItemOf<(typeof one)["diff"]["$get"]>;
export type DivisionView = ItemOf<(typeof dictionaries)["divisions"]["$get"]>;

export const DICTIONARIES_KEY = ["dictionaries"];
/** Rows a page, as the query parameter has them. */
const ROWS = "100";
/** The list is fetched this often while a load runs, which takes seconds to minutes. */
const LOADING_MS = 2000;

export const dictionaryList = queryOptions({
  queryKey: [...DICTIONARIES_KEY, "list"],
  queryFn: ({ signal }) => dataOf(dictionaries.$get({}, { init: { signal } }), signal),
  refetchInterval: (query) =>
    query.state.data?.loads.some(({ sources }) => sources.some(({ waiting }) => waiting))
      ? LOADING_MS
      : false,
});

export const dictionaryVersions = ({ platform, kind }: DictionaryName) =>
  queryOptions({
    queryKey: [...DICTIONARIES_KEY, "versions", platform, kind],
    queryFn: ({ signal }) =>
      dataOf(one.versions.$get({ param: { platform, kind }, query: {} }, { init: { signal } }), signal),
  });

export const dictionaryChanges = ({ platform, kind }: DictionaryName, from: number, to: number) =>
  infiniteQueryOptions({
    queryKey: [...DICTIONARIES_KEY, "diff", platform, kind, from, to],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        one.diff.$get(
          {
            param: { platform, kind },
            query: { from: String(from), to: String(to), limit: ROWS, cursor: pageParam },
          },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<ChangeView>(),
  });

export const dictionaryEntries = ({ platform, kind }: DictionaryName, version: number, search?: string) =>
  infiniteQueryOptions({
    queryKey: [...DICTIONARIES_KEY, "entries", platform, kind, version, search ?? ""],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        one.entries.$get(
          {
            param: { platform, kind },
            query: { version: String(version), search, limit: ROWS, cursor: pageParam },
          },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<EntryView>(),
  });

export const divisionCoverage = (lacking?: Platform) =>
  infiniteQueryOptions({
    queryKey: [...DICTIONARIES_KEY, "divisions", lacking ?? "all"],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        dictionaries.divisions.$get(
          { query: { lacking, limit: ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<DivisionView>(),
  });

export const loadDictionaries = (platforms?: Platform[]) =>
  dataOf(dictionaries.load.$post({ json: { platforms } }));

const versionParam = ({ platform, kind }: DictionaryName, version: number) => ({
  param: { platform, kind, version: String(version) },
});
export const activateVersion = (name: DictionaryName, version: number) =>
  dataOf(one.versions[":version"].activate.$post(versionParam(name, version)));
export const rejectVersion = (name: DictionaryName, version: number) =>
  dataOf(one.versions[":version"].reject.$post(versionParam(name, version)));
