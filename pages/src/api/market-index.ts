/** Reads the market index: how the number of postings moves, whatever our own crawling does. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import type { AnswerOf } from "./types.ts";

export type MarketIndex = AnswerOf<typeof api.analytics.index.$get>;

export interface MarketIndexFilter {
  /** All platforms together when left out. */
  platform?: Platform[];
  /** Days of China, `2026-11-22`; the last 90 when left out. */
  from?: string;
  to?: string;
}

export const marketIndex = (filter: MarketIndexFilter) =>
  queryOptions({
    queryKey: ["market-index", filter],
    queryFn: ({ signal }) =>
      dataOf(api.analytics.index.$get({ query: { ...filter } }, { init: { signal } }), signal),
  });
