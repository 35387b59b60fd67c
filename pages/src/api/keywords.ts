/** Keywords: list, details and history of one, actions, creation and import. */
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  Keyword,
  KeywordAction,
  KeywordChange,
  KeywordEvent,
  NewKeyword,
} from "../../../shared/contracts/keyword.ts";
import type { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { pollUnlessLive } from "../live/use-live.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS, trueOrAbsent } from "./keyset.ts";
import { livePlatforms } from "./platforms.ts";
import type { ActedKeywords } from "./types.ts";

export interface KeywordFilter {
  platform?: Platform;
  state?: KeywordState;
  city?: string;
  /** Part of the keyword's text. */
  search?: string;
  deleted?: boolean;
}

/** The API takes at most this many ids in one call. */
const MAX_IDS = 200;

/** Runs shown of a keyword, as the query parameter has it. */
const RUNS = "30";

/** Root of every query key below. */
export const KEYWORDS_KEY = ["keywords"];
export const KEYWORD_LIST_KEY = [...KEYWORDS_KEY, "list"];
/** The feed that tells when keywords changed their state or pages came. */
export const KEYWORDS_TOPIC = "keywords";

/** Call it after a change: the platforms count their keywords. */
export const refreshKeywords = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: KEYWORDS_KEY }),
    client.invalidateQueries({ queryKey: livePlatforms.queryKey }),
  ]);

export const keywordList = ({ deleted, ...filter }: KeywordFilter) =>
  infiniteQueryOptions({
    queryKey: [...KEYWORD_LIST_KEY, filter, deleted ?? false],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...filter,
        include_deleted: trueOrAbsent(deleted),
        limit: PAGE_ROWS,
        cursor: pageParam,
      };
      return dataOf(api.keywords.$get({ query }, { init: { signal } }), signal);
    },
    ...liveKeysetPages<Keyword>(() => pollUnlessLive("keywords", KEYWORDS_TOPIC, 2000)),
  });

/** Fetched every 2 s while the keyword is queued or running, else every 10 s. */
export const keywordDetail = (id: string) =>
  queryOptions({
    queryKey: [...KEYWORDS_KEY, "one", id],
    queryFn: ({ signal }) =>
      dataOf(api.keywords[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: ({ state: { data } }) =>
      data?.keyword.state === "running" || data?.keyword.state === "queued" ? 2000 : 10_000,
  });

/** Why it does not run at this moment. */
export const keywordWhy = (id: string) =>
  queryOptions({
    queryKey: [...KEYWORDS_KEY, "why", id],
    queryFn: ({ signal }) =>
      dataOf(api.keywords[":id"].why.$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: 10_000,
  });

export const keywordEvents = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...KEYWORDS_KEY, "events", id],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.keywords[":id"].events.$get(
          { param: { id }, query: { limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<KeywordEvent>(3000),
  });

/** @throws ApiFailure `invalid_state` when the keyword's state does not allow it */
export function actOnKeyword(id: string, action: KeywordAction): Promise<unknown> {
  const param = { id };
  const routes = api.keywords[":id"];
  if (action === "delete") return dataOf(routes.$delete({ param }));
  if (action === "restore") return dataOf(routes.restore.$post({ param }));
  return dataOf(routes.actions[":action"].$post({ param: { id, action } }));
}

/** The same action on many keywords; the answer has one result for each. */
export async function actOnKeywords(ids: string[], action: KeywordAction): Promise<ActedKeywords> {
  const all: ActedKeywords = { done: 0, refused: 0, items: [] };
  for (let start = 0; start < ids.length; start += MAX_IDS) {
    const json = { ids: ids.slice(start, start + MAX_IDS) };
    const part = await dataOf(api.keywords.actions[":action"].$post({ param: { action }, json }));
    all.done += part.done;
    all.refused += part.refused;
    all.items.push(...part.items);
  }
  return all;
}

/** Creates up to 1000 keywords: valid ones are kept, the others come back as `problems` with their index. */
export const createKeywords = (items: NewKeyword[]) => dataOf(api.keywords.batch.$post({ json: { items } }));

/** Another city is another search. @throws ApiFailure `conflict` when that search exists */
export const updateKeyword = (id: string, json: KeywordChange) =>
  dataOf(api.keywords[":id"].$patch({ param: { id }, json }));

/** The latest runs, newest first. */
export const keywordRuns = (id: string) =>
  queryOptions({
    queryKey: [...KEYWORDS_KEY, "runs", id],
    queryFn: ({ signal }) =>
      dataOf(
        api.keywords[":id"].runs.$get({ param: { id }, query: { limit: RUNS } }, { init: { signal } }),
        signal,
      ),
    refetchInterval: 10_000,
  });

const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Browsers tell the type of a file by its name, and not all know that of a workbook. */
const typeOf = ({ name }: File): string => (/\.xlsx$/i.test(name) ? XLSX_TYPE : "text/csv; charset=utf-8");

/**
 * @param onlyCheck stores nothing, and tells what is wrong
 * @throws ApiFailure `validation_failed` with a problem per line when every row is rejected
 */
export const importKeywords = (body: File, onlyCheck: boolean) =>
  dataOf(
    api.keywords.import.$post(
      { query: { dry_run: trueOrAbsent(onlyCheck) } },
      { init: { body }, headers: { "content-type": typeOf(body) } },
    ),
  );
