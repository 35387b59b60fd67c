/** Adaptive recrawl: its mode per platform, and what it saves. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { RecrawlMode } from "../../../shared/contracts/recrawl.ts";
import { api, dataOf } from "./client.ts";
import type { ItemOf } from "./types.ts";

export type PlatformRecrawl = ItemOf<typeof api.recrawl.$get>;

export const recrawlList = queryOptions({
  queryKey: ["recrawl"],
  queryFn: ({ signal }) => dataOf(api.recrawl.$get({ query: {} }, { init: { signal } }), signal),
});

export const updateRecrawl = (platform: Platform, mode: RecrawlMode) =>
  dataOf(api.recrawl[":platform"].$patch({ param: { platform }, json: { mode } }));
