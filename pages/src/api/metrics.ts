/** The metrics of the platform: now, and one of them over time. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import type { AnswerOf } from "./types.ts";

const { metrics } = api;

export type MetricList = AnswerOf<typeof metrics.$get>;
export type Metric = MetricList["items"][number];
export type MetricName = Metric["name"];
export type MetricHistory = AnswerOf<typeof metrics.history.$get>;

const METRICS_KEY = ["metrics"];
/** A reading asks every ledger, and the history gets one every five minutes. */
const EVERY_MS = 30_000;
const HISTORY_EVERY_MS = 150_000;

export const metricList = queryOptions({
  queryKey: [...METRICS_KEY, "now"],
  queryFn: ({ signal }) => dataOf(metrics.$get({ query: {} }, { init: { signal } }), signal),
  refetchInterval: EVERY_MS,
});

/** @param spanMs from now back */
export const metricHistory = (name: MetricName, spanMs: number) =>
  queryOptions({
    queryKey: [...METRICS_KEY, "history", name, spanMs],
    queryFn: ({ signal }) => {
      const to = Date.now();
      return dataOf(
        metrics.history.$get({ query: { name, from: to - spanMs, to } }, { init: { signal } }),
        signal,
      );
    },
    refetchInterval: HISTORY_EVERY_MS,
  });
