/** The cities that the platforms know. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";

/** Root of the query keys of cities. */
export const CITIES_KEY = ["cities"];

const STALE_MS = 5 * 60_000;

/** A dictionary changes once in a while, when a version becomes active. @param platform limits the list to its cities */
export const cityList = (platform?: Platform) =>
  queryOptions({
    queryKey: [...CITIES_KEY, platform ?? "all"],
    queryFn: ({ signal }) => dataOf(api.cities.$get({ query: { platform } }, { init: { signal } }), signal),
    staleTime: STALE_MS,
  });
