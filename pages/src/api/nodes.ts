/** Crawler nodes: list, details, registration, commands. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS, trueOrAbsent } from "./keyset.ts";
import type { CrawlerNode } from "./types.ts";

const EVERY_MS = 3000;
export const NODES_KEY = ["nodes"];

/** The commands without parameters. */
export const SIMPLE_COMMANDS = ["pause", "resume", "drain", "stop"] as const;
export type SimpleCommand = (typeof SIMPLE_COMMANDS)[number];

export const nodeList = (deleted: boolean) =>
  infiniteQueryOptions({
    queryKey: [...NODES_KEY, "list", deleted],
    queryFn: ({ pageParam, signal }) => {
      const query = { include_deleted: trueOrAbsent(deleted), limit: PAGE_ROWS, cursor: pageParam };
      return dataOf(api.nodes.$get({ query }, { init: { signal } }), signal);
    },
    ...liveKeysetPages<CrawlerNode>(EVERY_MS),
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
