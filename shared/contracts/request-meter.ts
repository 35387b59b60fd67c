/** Times of the API's own requests: what isolates of the Worker count, and the object that adds it up. */

/**
 * Kinds of routes, a closed list, so that no caller can make series: `read` and `write` of records; `search`: reads of
 * ClickHouse; `machine`: nodes and programs, whose calls may wait for work; `sign_in`; `other`: no route of the API.
 */
export type RouteKind = "read" | "write" | "search" | "machine" | "sign_in" | "other";

/** `ok`: below 400; `refused`: 4xx, the caller's doing; `failed`: 5xx. */
export type RequestOutcome = "ok" | "refused" | "failed";

/** Requests of one kind and outcome since the last time that their isolate told of them. */
export interface RequestCounts {
  kind: RouteKind;
  outcome: RequestOutcome;
  count: number;
  /** Sum of their times. */
  seconds: number;
  /** Requests in each bucket of `shared/domain/request-times.ts`; empty buckets are left out. */
  buckets: [bucket: number, count: number][];
}

export interface RequestMeasures {
  /** Since the object began to count. */
  totals: { kind: RouteKind; outcome: RequestOutcome; count: number }[];
  /** They count the last 5 to 10 minutes; a kind without a request in them is left out. */
  recent: { kind: RouteKind; count: number; failed: number; mean_s: number; p95_s: number }[];
}

export interface RequestMeterApi {
  /** Adds what an isolate counted. */
  add(counts: RequestCounts[]): Promise<void>;
  measures(): Promise<RequestMeasures>;
}
