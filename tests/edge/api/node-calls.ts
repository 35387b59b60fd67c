/** What a node sends to the API, as tests write it. */
import type { NodeClaim } from "../../../shared/contracts/node-api.ts";
import { heartbeatOf } from "../../support/node-sample.ts";

export interface Node {
  id: string;
  key: string;
  session: string;
}
export interface Call {
  path: string;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
}
export type Lease = Pick<NodeClaim, "keyword_id" | "fence">;

/** The path of a call on the node itself. */
export const at = (node: Node, path: string) => `/nodes/${node.id}/${path}`;

/** @param now Unix ms; each call of a node says when it was sent */
export const nodeCalls = (now: () => number) => ({
  heartbeat: ({ session }: Node, over: object = {}) => heartbeatOf({ sent_at: now(), session, ...over }),
  leaseRequest: ({ session }: Node, over: object = {}) => ({
    sent_at: now(),
    session,
    platforms: ["qcwy"],
    labels: [],
    free: 1,
    ...over,
  }),
  upload(lease: Lease, batchId: string, keys: string[], over: object = {}): Call {
    const query = new URLSearchParams({
      platform_type: "qcwy",
      channel: "web",
      data_type: "job",
      batch_id: batchId,
      collected_at: String(now()),
      keyword_id: lease.keyword_id,
      fence: String(lease.fence),
      ...over,
    });
    return {
      path: `/universal/data/batch-store-async?${query}`,
      body: keys.map((key) => `${JSON.stringify({ jobId: key, jobName: "测试" })}\n`).join(""),
      headers: { "content-type": "application/x-ndjson" },
    };
  },
  pending: (type: "job_detail" | "company", key: string, over: object = {}) => ({
    type,
    key,
    hash: "h",
    page: 1,
    found_at: now(),
    token: {},
    ...over,
  }),
});
export type NodeCalls = ReturnType<typeof nodeCalls>;

export const work = (node: Node, { keyword_id, fence }: Lease, step: string, json: object): Call => ({
  path: at(node, `work/${keyword_id}/${step}`),
  json: { fence, ...json },
});
export const failedPage = (node: Node, { keyword_id, fence }: Lease): Call => ({
  path: at(
    node,
    `work/${keyword_id}/failed-pages?${new URLSearchParams({ fence: String(fence), page: "1", status: "403", outcome: "blocked", reason: "x" })}`,
  ),
  body: "<html>",
  headers: { "content-type": "text/html" },
});
export const permits = (node: Node, lease: Lease, over: object, platform = "qcwy"): Call => ({
  path: at(node, `gates/${platform}/permits`),
  json: { keyword_id: lease.keyword_id, fence: lease.fence, reports: [], want: 0, give_back: [], ...over },
});
export const page = (number: number, batchId: string | null, keys: string[], over: object = {}) => ({
  part: 0,
  page: number,
  reported: 40,
  rows: keys.length,
  invalid: 0,
  keys,
  fresh: null,
  last: false,
  outcome: "ok",
  batch_id: batchId,
  ...over,
});
