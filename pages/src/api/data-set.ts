/** The published data set: its snapshots, and the addresses of their files. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import type { ItemOf } from "./types.ts";

export type SnapshotView = ItemOf<(typeof api)["data-set"]["snapshots"]["$get"]>;

export const DATA_SET_KEY = ["data-set"];

/** The list is fetched this often while a snapshot is being published. */
const RUNNING_MS = 3000;

export const snapshotList = queryOptions({
  queryKey: DATA_SET_KEY,
  queryFn: ({ signal }): Promise<{ items: SnapshotView[] }> =>
    dataOf(api["data-set"].snapshots.$get({ query: {} }, { init: { signal } }), signal),
  refetchInterval: (query) =>
    query.state.data?.items.some(({ state }) => state === "running") ? RUNNING_MS : false,
});

export const createSnapshot = () => dataOf(api["data-set"].snapshots.$post());

export const dataSetAddress = (day: string, file: string): string =>
  `/api/v1/data-set/snapshots/${day}/${file}`;
