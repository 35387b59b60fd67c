/** The calls of the node protocol (`shared/contracts/node-api.ts`), and the uploads of rows and failed pages. */
import { z } from "zod";
import {
  DetailPagesAnswer,
  type DetailPagesRequest,
  FailedPageAnswer,
  type Heartbeat,
  HeartbeatAnswer,
  LeaseAnswer,
  type LeaseRequest,
  NoteRequest,
  PermitAnswer,
  type PermitRequest,
  ProgressAnswer,
  type ProgressRequest,
  RenewAnswer,
  SeenAnswer,
  type SeenRequest,
  SettleAnswer,
  type SettleRequest,
  SplitAnswer,
  type SplitRequest,
} from "../../../../shared/contracts/node-api.ts";
import type { Channel, DataType, Platform } from "../../../../shared/contracts/platform.ts";
import {
  HeldItemsAnswer,
  ResourceLeaseAnswer,
  type ResourceLeaseRequest,
  type ResourceReleaseRequest,
  type ResourceRenewRequest,
  type ResourceReportRequest,
} from "../../../../shared/contracts/resources.ts";
import type { ApiClient } from "./api-client.ts";

/** What an upload carries beside its rows. */
export interface BatchHead {
  batch_id: string;
  platform_type: Platform;
  channel: Channel;
  data_type: DataType;
  /** Unix ms. */
  collected_at: number;
  keyword_id: string;
  fence: number;
}

const BatchAnswer = z.object({ received: z.number(), invalid: z.number(), replayed: z.boolean() });

export interface FailedPage {
  fence: number;
  page: number;
  status: number;
  outcome: string;
  reason: string;
}

const Me = z.object({
  kind: z.enum(["person", "key"]),
  node: z.string().nullable().optional(),
  scopes: z.array(z.string()).nullable(),
  permissions: z.array(z.string()),
});
export type Me = z.infer<typeof Me>;

export interface CallLimits {
  timeoutMs?: number;
  /** Aborts the call. */
  signal?: AbortSignal;
}

export type NodeApi = ReturnType<typeof createNodeApi>;

/** Every call throws ApiUnavailable or ApiRejected when it fails. */
export function createNodeApi(client: ApiClient, nodeId: string) {
  const at = `/api/v1/nodes/${nodeId}`;
  const post = <T>(path: string, json: unknown, answer: z.ZodType<T>, limits: CallLimits = {}) =>
    client.call({ path: `${at}/${path}`, json, answer, ...limits });
  return {
    nodeId,
    heartbeat: (beat: Heartbeat, limits?: CallLimits) => post("heartbeat", beat, HeartbeatAnswer, limits),
    lease: (request: LeaseRequest) => post("lease", request, LeaseAnswer),
    permits: (platform: Platform, request: PermitRequest, limits?: CallLimits) =>
      post(`gates/${platform}/permits`, request, PermitAnswer, limits),
    renew: (id: string, fence: number) => post(`work/${id}/renew`, { fence }, RenewAnswer),
    progress: (id: string, request: z.infer<typeof ProgressRequest>, limits?: CallLimits) =>
      post(`work/${id}/progress`, request, ProgressAnswer, limits),
    split: (id: string, request: z.infer<typeof SplitRequest>) =>
      post(`work/${id}/split`, request, SplitAnswer),
    seen: (id: string, request: z.infer<typeof SeenRequest>) => post(`work/${id}/seen`, request, SeenAnswer),
    note: (id: string, request: z.infer<typeof NoteRequest>) =>
      post(`work/${id}/notes`, NoteRequest.parse(request), z.unknown()),
    settle: (id: string, request: z.infer<typeof SettleRequest>, limits?: CallLimits) =>
      post(`work/${id}/settle`, request, SettleAnswer, limits),
    detailPages: (id: string, request: DetailPagesRequest) =>
      post(`work/${id}/detail-pages`, request, DetailPagesAnswer),
    failedPage: (id: string, query: FailedPage, type: string, body: Uint8Array<ArrayBuffer>) =>
      client.call({
        path: `${at}/work/${id}/failed-pages?${queryOf({ ...query })}`,
        body,
        headers: { "content-type": type },
        answer: FailedPageAnswer,
      }),
    /** @param lines gzip of NDJSON */
    storeBatch: (head: BatchHead, lines: Uint8Array<ArrayBuffer>, limits: CallLimits = {}) =>
      client.call({
        path: `/api/v1/universal/data/batch-store-async?${queryOf({ ...head })}`,
        body: lines,
        headers: { "content-type": "application/x-ndjson", "content-encoding": "gzip" },
        answer: BatchAnswer,
        ...limits,
      }),
    leaseResource: (request: ResourceLeaseRequest) => post("resources/lease", request, ResourceLeaseAnswer),
    renewResources: (request: ResourceRenewRequest) => post("resources/renew", request, HeldItemsAnswer),
    reportResources: (request: ResourceReportRequest) => post("resources/report", request, HeldItemsAnswer),
    releaseResources: (request: ResourceReleaseRequest) =>
      post("resources/release", request, HeldItemsAnswer, { timeoutMs: 3000 }),
  };
}

/** Asks the API whom the key belongs to. */
export const whoAmI = (client: ApiClient): Promise<Me> =>
  client.call({ method: "GET", path: "/api/v1/auth/me", answer: Me });

function queryOf(values: Record<string, string | number | undefined>): string {
  const set = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(set).toString();
}
