/** Crawler nodes: list, look at, register, command. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { livePage } from "./live-page.ts";
import type { CrawlerNode } from "./types.ts";

const PAGE_ROWS = "50";
const EVERY_MS = 3000;
export const NODES_KEY = ["nodes"];

/** What a person tells a node without more words. */
export const SIMPLE_COMMANDS = ["pause", "resume", "drain", "stop"] as const;
export type SimpleCommand = (typeof SIMPLE_COMMANDS)[number];

export const nodeList = (deleted: boolean) =>
  infiniteQueryOptions({
    queryKey: [...NODES_KEY, "list", deleted],
    queryFn: ({ pageParam, signal }) => {
      const include_deleted = deleted ? ("true" as const) : undefined;
      const query = { include_deleted, limit: PAGE_ROWS, cursor: pageParam };
      return dataOf(api.nodes.$get({ query }, { init: { signal } }), signal);
    },
    ...livePage<CrawlerNode>(EVERY_MS),
  });

export const nodeDetail = (id: string) =>
  queryOptions({
    queryKey: [...NODES_KEY, "detail", id],
    queryFn: ({ signal }) => dataOf(api.nodes[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: EVERY_MS,
  });

export const createNode = (json: { name: string; labels: string[] }) => dataOf(api.nodes.$post({ json }));
export const createNodeKey = (id: string) => dataOf(api.nodes[":id"].key.$post({ param: { id } }));
export const deleteNode = (id: string) => dataOf(api.nodes[":id"].$delete({ param: { id } }));
export const restoreNode = (id: string) => dataOf(api.nodes[":id"].restore.$post({ param: { id } }));
export const commandNode = (id: string, kind: SimpleCommand) =>
  dataOf(api.nodes[":id"].commands.$post({ param: { id }, json: { kind } }));
