/** Schedules: the list with its next and last slots, the ledger of slots, and what changes them. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { SlotStatus } from "../../../shared/contracts/schedule.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { BodyOf, ScheduleView, SlotView } from "./types.ts";

/** Root of every query key below. */
export const SCHEDULES_KEY = ["schedules"];

/** Dispatchers come once a minute. */
const LIVE_MS = 15_000;
const STRIPS_MS = 60_000;
const RUNNING_MS = 3000;

export type Hours = "48" | "168";

export const scheduleList = queryOptions({
  queryKey: [...SCHEDULES_KEY, "list"],
  queryFn: ({ signal }): Promise<{ items: ScheduleView[] }> =>
    dataOf(api.schedules.$get({ query: {} }, { init: { signal } }), signal),
  refetchInterval: LIVE_MS,
});

export const scheduleStrips = (hours: Hours) =>
  queryOptions({
    queryKey: [...SCHEDULES_KEY, "strips", hours],
    queryFn: ({ signal }) =>
      dataOf(api.schedules.strips.$get({ query: { hours } }, { init: { signal } }), signal),
    refetchInterval: STRIPS_MS,
    placeholderData: keepPreviousData,
  });

export const scheduleSlots = (name: string, status: SlotStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: [...SCHEDULES_KEY, "slots", name, status],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.schedules[":name"].slots.$get(
          { param: { name }, query: { status, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<SlotView>(LIVE_MS),
  });

/** Times as a form has them, before they are saved. */
export interface UnsavedTimes {
  kind: "cron" | "interval" | "once";
  cron?: string;
  every_s?: string;
  start_at?: string;
  time_zone?: string;
}

export const schedulePreview = (times: UnsavedTimes) =>
  queryOptions({
    queryKey: [...SCHEDULES_KEY, "preview", times],
    queryFn: ({ signal }) =>
      dataOf(api.schedules.preview.$get({ query: times }, { init: { signal } }), signal),
    retry: false,
  });

export const backfillList = (name: string) =>
  queryOptions({
    queryKey: [...SCHEDULES_KEY, "backfills", name],
    queryFn: ({ signal }) =>
      dataOf(
        api.schedules[":name"].backfills.$get({ param: { name }, query: {} }, { init: { signal } }),
        signal,
      ),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === "running") ? RUNNING_MS : false,
  });

export const backfillPreview = (name: string, from: number, to: number, withSkipped: boolean) =>
  queryOptions({
    queryKey: [...SCHEDULES_KEY, "backfill-preview", name, from, to, withSkipped],
    queryFn: ({ signal }) =>
      dataOf(
        api.schedules[":name"].backfills.preview.$get(
          {
            param: { name },
            query: { from: String(from), to: String(to), with_skipped: withSkipped ? "true" : "false" },
          },
          { init: { signal } },
        ),
        signal,
      ),
    retry: false,
  });

export type NewSchedule = BodyOf<typeof api.schedules.$post>;
export type ScheduleChange = BodyOf<(typeof api.schedules)[":name"]["$patch"]>;
export const createSchedule = (json: NewSchedule) => dataOf(api.schedules.$post({ json }));
export const updateSchedule = (name: string, json: ScheduleChange) =>
  dataOf(api.schedules[":name"].$patch({ param: { name }, json }));
export const deleteSchedule = (name: string) => dataOf(api.schedules[":name"].$delete({ param: { name } }));
export const restoreSchedule = (name: string) =>
  dataOf(api.schedules[":name"].restore.$post({ param: { name } }));
export const pauseSchedule = (name: string) =>
  dataOf(api.schedules[":name"].pause.$post({ param: { name } }));
export const resumeSchedule = (name: string) =>
  dataOf(api.schedules[":name"].resume.$post({ param: { name } }));
export const resetSchedule = (name: string) =>
  dataOf(api.schedules[":name"].reset.$post({ param: { name } }));
export const runSchedule = (name: string) => dataOf(api.schedules[":name"].run.$post({ param: { name } }));
export const dryRunSchedule = (name: string) =>
  dataOf(api.schedules[":name"]["dry-run"].$post({ param: { name } }));
export const createBackfill = (name: string, json: { from: number; to: number; with_skipped: boolean }) =>
  dataOf(api.schedules[":name"].backfills.$post({ param: { name }, json }));
export const cancelBackfill = (name: string, id: string) =>
  dataOf(api.schedules[":name"].backfills[":id"].cancel.$post({ param: { name, id } }));
