/** Cities that the platforms know. */
import { queryOptions } from "@tanstack/react-query";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { call } from "./client.ts";
import type { CityView } from "./types.ts";

/** The dictionary changes with a deploy only. @param platform only cities that it knows */
export const cityList = (platform?: Platform) =>
  queryOptions({
    queryKey: ["cities", platform ?? "all"],
    queryFn: ({ signal }) => call<{ items: CityView[] }>("GET", "/cities", { query: { platform }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
