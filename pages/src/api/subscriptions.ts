/** The caller's subscriptions to saved searches. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { ALL } from "./keyset.ts";
import type { BodyOf, SubscriptionView } from "./types.ts";

export const SUBSCRIPTIONS_KEY = ["subscriptions"];

export const subscriptionList = queryOptions({
  queryKey: [...SUBSCRIPTIONS_KEY, "list"],
  queryFn: ({ signal }): Promise<{ items: SubscriptionView[] }> =>
    dataOf(api.subscriptions.$get({ query: ALL }, { init: { signal } }), signal),
  refetchInterval: 60_000,
});

const one = api.subscriptions[":id"];
export type NewSubscription = BodyOf<typeof api.subscriptions.$post>;
export const createSubscription = (json: NewSubscription) => dataOf(api.subscriptions.$post({ json }));
export const updateSubscription = (id: string, json: BodyOf<typeof one.$patch>) =>
  dataOf(one.$patch({ param: { id }, json }));
export const deleteSubscription = (id: string) => dataOf(one.$delete({ param: { id } }));
export const renewFeed = (id: string) => dataOf(one["renew-feed"].$post({ param: { id } }));
