/** Figures over postings. They are refreshed on the server every few minutes, so an answer stays for a while. */
import { queryOptions } from "@tanstack/react-query";
import type { FigureDimension } from "../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { api, dataOf } from "./client.ts";

const FRESH_MS = 60_000;

/** @param call asks for the figure with what identifies it */
const figure = <Data>(
  name: string,
  options: Record<string, unknown>,
  call: (signal: AbortSignal) => Promise<Data>,
) =>
  queryOptions({
    queryKey: ["figures", name, options],
    queryFn: ({ signal }) => call(signal),
    staleTime: FRESH_MS,
  });

export const figureOverview = (filter: JobFilter) =>
  figure("overview", filter, (signal) =>
    dataOf(api.figures.overview.$get({ query: filter }, { init: { signal } }), signal),
  );
