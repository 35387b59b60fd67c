/** The cities that the platforms know. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";

/** The dictionary changes only with a deploy. @param platform limits the list to its cities */
export const cityList = (platform?: Platform) =>
  queryOptions({
    queryKey: ["cities", platform ?? "all"],
    queryFn: ({ signal }) => dataOf(api.cities.$get({ query: { platform } }, { init: { signal } }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
