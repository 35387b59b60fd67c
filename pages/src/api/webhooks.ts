/** Webhook endpoints and the log of their deliveries. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DeliveryState, WebhookEvent } from "../../../shared/contracts/webhook.ts";
import { api, dataOf } from "./client.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { BodyOf, WebhookDeliveryView, WebhookEndpointView } from "./types.ts";

/** Root of every query key below. */
export const WEBHOOKS_KEY = ["webhooks"];
const LIVE_MS = 15_000;

const endpoints = api["webhook-endpoints"];
const deliveries = api["webhook-deliveries"];

/** All endpoints fit on one page: there are at most 50 that are not deleted. */
export const endpointList = queryOptions({
  queryKey: [...WEBHOOKS_KEY, "endpoints"],
  queryFn: ({ signal }): Promise<{ items: WebhookEndpointView[] }> =>
    dataOf(endpoints.$get({ query: { limit: "100" } }, { init: { signal } }), signal),
  refetchInterval: LIVE_MS,
});

export interface DeliveryFilter {
  endpoint?: string | undefined;
  state?: DeliveryState | undefined;
  event?: WebhookEvent | undefined;
}

export const deliveryList = ({ endpoint, state, event }: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: [...WEBHOOKS_KEY, "deliveries", endpoint, state, event],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        deliveries.$get(
          { query: { endpoint_id: endpoint, state, event, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<WebhookDeliveryView>(LIVE_MS),
  });

export const deliveryDetail = (id: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS_KEY, "delivery", id],
    queryFn: ({ signal }) =>
      dataOf(deliveries[":message_id"].$get({ param: { message_id: id } }, { init: { signal } }), signal),
  });

const one = endpoints[":id"];
export type NewEndpoint = BodyOf<typeof endpoints.$post>;
export const createEndpoint = (json: NewEndpoint) => dataOf(endpoints.$post({ json }));
export const updateEndpoint = (id: string, json: BodyOf<typeof one.$patch>) =>
  dataOf(one.$patch({ param: { id }, json }));
export const deleteEndpoint = (id: string) => dataOf(one.$delete({ param: { id } }));
export const restoreEndpoint = (id: string) => dataOf(one.restore.$post({ param: { id } }));
export const rotateEndpoint = (id: string, hours: number) =>
  dataOf(one.secret.$post({ param: { id }, json: { overlap_hours: hours } }));
export const testEndpoint = (id: string) => dataOf(one.test.$post({ param: { id } }));
export const replayDelivery = (id: string) =>
  dataOf(deliveries[":message_id"].replay.$post({ param: { message_id: id } }));
export const replayFailed = (id: string) => dataOf(deliveries.replay.$post({ json: { endpoint_id: id } }));
