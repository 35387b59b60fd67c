/** Data quality: the fields of a day, the trend of one, the daily report, and the batches in quarantine. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DataType, Platform } from "../../../shared/contracts/platform.ts";
import type { QuarantineState } from "../../../shared/contracts/quality.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { AnswerOf, ItemOf } from "./types.ts";

const { quality, quarantine } = api;

export type QualityCell = AnswerOf<typeof quality.$get>["fields"][number];
export type QualityReport = NonNullable<AnswerOf<typeof quality.report.$get>["report"]>;
export type Quarantined = ItemOf<typeof quarantine.$get>;
export type QuarantinedDetail = AnswerOf<(typeof quarantine)[":id"]["$get"]>;

const QUALITY_KEY = ["quality"];
export const QUARANTINE_KEY = ["quarantine"];
const EVERY_MS = 10_000;

export const qualityDay = (day: string | undefined, dataType: DataType) =>
  queryOptions({
    queryKey: [...QUALITY_KEY, "day", day ?? "today", dataType],
    queryFn: ({ signal }) =>
      dataOf(quality.$get({ query: { day, data_type: dataType } }, { init: { signal } }), signal),
  });

export interface FieldName {
  platform: Platform;
  channel: QualityCell["channel"];
  data_type: DataType;
  field: string;
}

export const qualityTrend = (field: FieldName) =>
  queryOptions({
    queryKey: [...QUALITY_KEY, "trend", field],
    queryFn: ({ signal }) => dataOf(quality.trend.$get({ query: field }, { init: { signal } }), signal),
  });

export const qualityReport = (day: string | undefined) =>
  queryOptions({
    queryKey: [...QUALITY_KEY, "report", day ?? "newest"],
    queryFn: ({ signal }) => dataOf(quality.report.$get({ query: { day } }, { init: { signal } }), signal),
  });

export const quarantineList = (state?: QuarantineState, platform?: Platform) =>
  infiniteQueryOptions({
    queryKey: [...QUARANTINE_KEY, "list", state ?? "all", platform ?? "all"],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        quarantine.$get(
          { query: { state, platform, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<Quarantined>(EVERY_MS),
  });

export const quarantinedDetail = (id: string) =>
  queryOptions({
    queryKey: [...QUARANTINE_KEY, "detail", id],
    queryFn: ({ signal }) => dataOf(quarantine[":id"].$get({ param: { id } }, { init: { signal } }), signal),
  });

export const releaseQuarantined = (ids: string[], why: string) =>
  dataOf(quarantine.release.$post({ json: { ids, why } }));
export const dropQuarantined = (ids: string[], why: string) =>
  dataOf(quarantine.drop.$post({ json: { ids, why } }));
