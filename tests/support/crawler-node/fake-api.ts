/** Serves an API for the node's tests over real HTTP with the contract's own schemas; everything else is in memory. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { z } from "zod";
import {
  FailedPageQuery,
  Heartbeat,
  type HeartbeatAnswer,
  LeaseRequest,
  type NodeClaim,
  NoteRequest,
  PermitRequest,
  ProgressRequest,
  RenewRequest,
  SeenRequest,
  SettleRequest,
  SplitRequest,
} from "../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import {
  type LeasedProxy,
  type LeasedToken,
  ResourceLeaseRequest,
  ResourceReleaseRequest,
  ResourceRenewRequest,
  ResourceReportRequest,
} from "../../../shared/contracts/resources.ts";
import type { PlatformSettings } from "../../../shared/contracts/settings.ts";

export const NODE_ID = "3c0d42a9-a2dc-42b8-ae5f-6e8b0aef1d76";
export const KEY = "jd_test_key_0123456789abcdef";

export interface FakeApi {
  url: string;
  /** These claims are leased one by one. */
  work: NodeClaim[];
  settings: Partial<Record<Platform, PlatformSettings>>;
  leaseMs: number;
  intervalMs: number;
  commands: z.infer<typeof HeartbeatAnswer>["commands"];
  /** A node can lease these resources. */
  resources: (LeasedProxy | LeasedToken)[];
  beats: z.infer<typeof Heartbeat>[];
  /** The calls are recorded in order: `batch`, `progress 1`, `settle done`, … */
  calls: string[];
  rows: unknown[];
  settled: z.infer<typeof SettleRequest>["settlement"][];
  reports: z.infer<typeof ResourceReportRequest>["items"];
  released: number;
  failedPages: { type: string; bytes: number; query: z.infer<typeof FailedPageQuery> }[];
  permits: number;
  /** Decides what a call gets instead of its answer: an HTTP status, `cut`, `hang`; null answers it. */
  fault(call: string): number | "cut" | "hang" | null;
  close(): Promise<void>;
}

class RejectedCall extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const read = <T extends z.ZodType>(schema: T, value: unknown): z.infer<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RejectedCall(
    422,
    parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; "),
  );
};

export async function startFakeApi(): Promise<FakeApi> {
  let batches = 0;
  const seen = new Set<string>();
  const api: Omit<FakeApi, "url" | "close"> = {
    ...{ work: [], settings: {}, leaseMs: 60_000, intervalMs: 50, commands: [], resources: [], beats: [] },
    ...{
      calls: [],
      rows: [],
      settled: [],
      reports: [],
      released: 0,
      failedPages: [],
      permits: 0,
      fault: () => null,
    },
  };

  function answer(path: string, query: Record<string, string>, body: Buffer, type: string): unknown {
    if (path === "/api/v1/auth/me")
      return { kind: "key", node: NODE_ID, scopes: ["ingest:write", "nodes:lease"], permissions: [] };
    if (path === "/api/v1/health") return { status: "ok" };
    if (path === "/api/v1/universal/data/batch-store-async") {
      const replayed = seen.has(String(query.batch_id));
      const lines = gunzipSync(body).toString().trim().split("\n");
      if (!replayed) api.rows.push(...lines.map((line) => JSON.parse(line)));
      seen.add(String(query.batch_id));
      return { received: lines.length, invalid: 0, replayed };
    }
    const nodePath = `/api/v1/nodes/${NODE_ID}/`;
    if (!path.startsWith(nodePath)) throw new RejectedCall(404, `no route ${path}`);
    const json = () => JSON.parse(body.toString());
    const call = path.slice(nodePath.length).replace(/^(work|gates)\/[^/]+\//, "");
    switch (call) {
      case "heartbeat":
        api.beats.push(read(Heartbeat, json()));
        return { now: Date.now(), interval_ms: api.intervalMs, commands: api.commands };
      case "lease": {
        const { free, platforms } = read(LeaseRequest, json());
        const claims = api.work.filter(({ platform }) => platforms.includes(platform)).slice(0, free);
        api.work = api.work.filter((claim) => !claims.includes(claim));
        const { settings, leaseMs } = api;
        const reason = claims.length > 0 ? null : "no-work";
        return { claims, wait_ms: 50, reason, settings, lease_ms: leaseMs, commit_ms: 0 };
      }
      case "permits": {
        const { want } = read(PermitRequest, json());
        const permits = Array.from({ length: want }, () => `permit-${++api.permits}`);
        return { permits, wait_ms: 0, breaker: "closed", reason: null };
      }
      case "renew":
        read(RenewRequest, json());
        return { lease_until: Date.now() + api.leaseMs };
      case "progress": {
        const { pages } = read(ProgressRequest, json());
        const rows = pages.reduce((sum, page) => sum + page.rows, 0);
        return { lease_until: Date.now() + api.leaseMs, run: runOf(pages.length, rows), stale_pages: 0 };
      }
      case "split":
        return { parts: read(SplitRequest, json()).children.map((filters, at) => partOf(at + 1, filters)) };
      case "seen":
        return { verdicts: read(SeenRequest, json()).entries.map(() => "new") };
      case "notes":
        read(NoteRequest, json());
        return { done: true };
      case "settle":
        api.settled.push(read(SettleRequest, json()).settlement);
        return { state: "done" };
      case "failed-pages":
        api.failedPages.push({ type, bytes: body.length, query: read(FailedPageQuery, query) });
        return { key: `kept-pages/${++batches}` };
      case "resources/lease": {
        const { kind } = read(ResourceLeaseRequest, json());
        const resource = api.resources.find((one) => one.kind === kind) ?? null;
        return { resource, wait_ms: 0, reason: resource ? null : "none" };
      }
      case "resources/report": {
        const { items } = read(ResourceReportRequest, json());
        api.reports.push(...items);
        const ended = items.some(({ outcome }) => outcome === "blocked");
        return { items: items.map((item) => held(item, ended ? "ended" : "ok")) };
      }
      case "resources/renew":
        return { items: read(ResourceRenewRequest, json()).items.map((item) => held(item, "ok")) };
      case "resources/release": {
        const { items } = read(ResourceReleaseRequest, json());
        api.released += items.length;
        return { items: items.map((item) => held(item, "ended")) };
      }
      default:
        throw new RejectedCall(404, `no route ${path}`);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://api");
    const body = Buffer.concat(chunks);
    const call = nameOf(url.pathname, body);
    const fault = api.fault(call);
    if (fault === "hang") return;
    if (fault === "cut") {
      request.socket.destroy();
      return;
    }
    const send = (status: number, code: 0 | string, message: string, data: unknown) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(JSON.stringify({ code, message, data, request_id: "r" }));
    if (fault !== null) {
      send(
        fault,
        fault === 409 ? "stale_lease" : fault === 401 ? "unauthorized" : "internal",
        "as the test wants",
        null,
      );
      return;
    }
    if (request.headers.authorization !== `Bearer ${KEY}`) {
      send(401, "unauthorized", "unknown key", null);
      return;
    }
    try {
      const data = answer(
        url.pathname,
        Object.fromEntries(url.searchParams),
        body,
        request.headers["content-type"] ?? "",
      );
      api.calls.push(call);
      send(200, 0, "ok", data);
    } catch (error) {
      send(error instanceof RejectedCall ? error.status : 500, "validation_failed", String(error), null);
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(api, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

function nameOf(path: string, body: Buffer): string {
  const last = path.split("/").at(-1) ?? "";
  if (last === "batch-store-async") return "batch";
  if (path.includes("/resources/")) return `resources ${last}`;
  if (last === "progress")
    return `progress ${JSON.parse(body.toString()).pages.map((page: { page: number }) => page.page)}`;
  if (last === "settle") return `settle ${JSON.parse(body.toString()).settlement.kind}`;
  return last;
}

const held = ({ id, kind, fence }: { id: string; kind: string; fence: number }, state: string) => ({
  ...{ id, kind, fence, state },
  ...{ until: state === "ok" ? Date.now() + 60_000 : null, budget_left: null, reason: null },
});

const partOf = (part: number, filters: object) =>
  ({
    part,
    parent: null,
    filters,
    state: "open",
    page: 0,
    reported: null,
    rows: 0,
  }) as NodeClaim["parts"][number];

const RUN_ID = "0b9a4d0e-0000-4000-8000-000000000001";
const runOf = (pages: number, rows: number): NodeClaim["run"] => ({
  ...{ run_id: RUN_ID, started_at: 1, finished_at: null, pages, rows, distinct: rows, invalid: 0 },
  ...{ reported: null, early_stopped: false },
});

let claims = 0;
/** Makes a claim of a keyword without a run so far. */
export const newClaim = (platform: Platform, keyword: string, city = "上海"): NodeClaim => ({
  keyword_id: `00000000-0000-4000-8000-${String(++claims).padStart(12, "0")}`,
  ...{ platform, keyword, city, channel: "web", run_id: RUN_ID, fence: 1, attempt: 1 },
  lease_until: Date.now() + 60_000,
  parts: [partOf(0, {})],
  run: runOf(0, 0),
  ...{ recrawl: false, stale_pages: 0 },
});
