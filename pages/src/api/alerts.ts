/** Alerts, their rules, channels and messages. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { AlertSeverity, AlertState, MessageState } from "../../../shared/contracts/alert.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { AnswerOf, BodyOf, ItemOf } from "./types.ts";

const rules = api["alert-rules"];
const channels = api["alert-channels"];

export type AlertView = ItemOf<typeof api.alerts.$get>;
export type AlertDetailView = AnswerOf<(typeof api.alerts)[":id"]["$get"]>;
export type AlertRuleView = ItemOf<typeof rules.$get>;
export type AlertChannelView = ItemOf<typeof channels.$get>;
export type AlertMessageView = ItemOf<(typeof api)["alert-messages"]["$get"]>;

/** Root of every query key below. */
export const ALERTS_KEY = ["alerts"];
/** Rules are judged every two minutes. */
const LIVE_MS = 20_000;

export interface AlertFilter {
  state?: AlertState | "open" | undefined;
  rule?: string | undefined;
  severity?: AlertSeverity | undefined;
  platform?: Platform | undefined;
}

export const alertList = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: [...ALERTS_KEY, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.alerts.$get({ query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
        signal,
      ),
    ...liveKeysetPages<AlertView>(LIVE_MS),
  });

export const alertCounts = queryOptions({
  queryKey: [...ALERTS_KEY, "counts"],
  queryFn: ({ signal }) => dataOf(api.alerts.counts.$get({}, { init: { signal } }), signal),
  refetchInterval: LIVE_MS,
});

export const alertDetail = (id: string) =>
  queryOptions({
    queryKey: [...ALERTS_KEY, "one", id],
    queryFn: ({ signal }) => dataOf(api.alerts[":id"].$get({ param: { id } }, { init: { signal } }), signal),
    refetchInterval: LIVE_MS,
  });

/** All rules: there are at most 200. */
export const ruleList = queryOptions({
  queryKey: [...ALERTS_KEY, "rules"],
  queryFn: ({ signal }) => dataOf(rules.$get({ query: { limit: "200" } }, { init: { signal } }), signal),
  refetchInterval: LIVE_MS,
});

/** All channels: there are at most 50. */
export const channelList = queryOptions({
  queryKey: [...ALERTS_KEY, "channels"],
  queryFn: ({ signal }) => dataOf(channels.$get({ query: { limit: "200" } }, { init: { signal } }), signal),
});

export const messageList = (filter: { state?: MessageState | undefined }) =>
  infiniteQueryOptions({
    queryKey: [...ALERTS_KEY, "messages", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["alert-messages"].$get(
          { query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<AlertMessageView>(),
  });

/** Whom a rule can tell: people who are searched for, or those of the given ids. */
export const alertPeople = (query: { search?: string } | { ids: string }) =>
  queryOptions({
    queryKey: [...ALERTS_KEY, "people", query],
    queryFn: async ({ signal }) =>
      (await dataOf(rules.people.$get({ query }, { init: { signal } }), signal)).people,
  });

export type RulePreview = AnswerOf<typeof rules.preview.$post>;
type RuleTest = BodyOf<typeof rules.preview.$post>;

export const rulePreview = (test: RuleTest) =>
  queryOptions({
    queryKey: [...ALERTS_KEY, "preview", test],
    queryFn: ({ signal }) => dataOf(rules.preview.$post({ json: test }, { init: { signal } }), signal),
    retry: false,
  });

export const acknowledgeAlert = (id: string, note: string) =>
  dataOf(api.alerts[":id"].acknowledge.$post({ param: { id }, json: { note } }));
export const acknowledgeAlerts = (ids: string[], note: string) =>
  dataOf(api.alerts.acknowledge.$post({ json: { ids, note } }));
export const unacknowledgeAlert = (id: string) =>
  dataOf(api.alerts[":id"].unacknowledge.$post({ param: { id } }));

export type NewRule = BodyOf<typeof rules.$post>;
export type RuleChange = BodyOf<(typeof rules)[":id"]["$patch"]>;
export const createRule = (json: NewRule) => dataOf(rules.$post({ json }));
export const updateRule = (id: string, json: RuleChange) =>
  dataOf(rules[":id"].$patch({ param: { id }, json }));
export const deleteRule = (id: string) => dataOf(rules[":id"].$delete({ param: { id } }));
export const restoreRule = (id: string) => dataOf(rules[":id"].restore.$post({ param: { id } }));
export const resetRule = (id: string) => dataOf(rules[":id"].reset.$post({ param: { id } }));

export type NewChannel = BodyOf<typeof channels.$post>;
export type ChannelChange = BodyOf<(typeof channels)[":id"]["$patch"]>;
export const createChannel = (json: NewChannel) => dataOf(channels.$post({ json }));
export const updateChannel = (id: string, json: ChannelChange) =>
  dataOf(channels[":id"].$patch({ param: { id }, json }));
export const deleteChannel = (id: string) => dataOf(channels[":id"].$delete({ param: { id } }));
export const restoreChannel = (id: string) => dataOf(channels[":id"].restore.$post({ param: { id } }));
export const testChannel = (id: string) => dataOf(channels[":id"].test.$post({ param: { id } }));
