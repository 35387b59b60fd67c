/** Cities that the platforms know. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";

/** The dictionary changes with a deploy only. @param platform only cities that it knows */
export const cityList = (platform?: Platform) =>
  queryOptions({
    queryKey: ["cities", platform ?? "all"],
    queryFn: ({ signal }) => dataOf(api.cities.$get({ query: { platform } }, { init: { signal } }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
