/** What somebody may try who has the key of a node: foreign, stale and invented values. */
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { ResourceLeaseAnswer } from "../../../shared/contracts/resources.ts";
import { makeKeywordId } from "../../../shared/domain/keyword-id.ts";
import { DAY_MS } from "../../../shared/time.ts";
import {
  type Call,
  failedPage,
  type Lease,
  type Node,
  type NodeCalls,
  page,
  at as pathOf,
  permits,
  work,
} from "./node-calls.ts";

/** An honest node at work, and one whose key leaked, which has work of its own and had the other's before. */
export interface Scene {
  honest: Node;
  leaked: Node;
  stale: Lease;
  foreign: Lease;
  own: Lease;
  /** Permit and proxy of the honest node. */
  permit: string;
  proxy: NonNullable<ResourceLeaseAnswer["resource"]>;
}

/** Leases that are not the caller's: another's, its own of before, invented fences, keywords and shards. */
function wrongLeases({ stale, foreign, own }: Scene, now: number): Lease[] {
  const id = (platform: Platform, shard: number) => makeKeywordId(platform, shard, now, new Uint8Array(8));
  return [
    stale,
    foreign,
    { ...foreign, fence: foreign.fence + 1 },
    { ...own, fence: own.fence + 1 },
    { ...own, fence: 0 },
    ...[id("qcwy", 0), id("qcwy", 1), id("qcwy", 255), id("boss", 0)].map((keyword_id) => ({
      keyword_id,
      fence: own.fence,
    })),
  ];
}

/**
 * What a leaked key may try at each route, by `METHOD path`.
 * @param now Unix ms
 */
export function attacksOf(
  scene: Scene,
  { heartbeat, leaseRequest, upload, pending }: NodeCalls,
  now: number,
): Record<string, Call[]> {
  const { honest, leaked, foreign, own, permit, proxy } = scene;
  const wrong = wrongLeases(scene, now);
  const at = (path: string, node = leaked) => pathOf(node, path);
  /** The call with each wrong lease, and with the caller's own as if it were the other node. */
  const each = (make: (node: Node, lease: Lease) => Call): Call[] => [
    ...wrong.map((lease) => make(leaked, lease)),
    ...[own, foreign].map((lease) => make(honest, lease)),
  ];
  const onOwn = (step: string, ...bodies: object[]) => bodies.map((json) => work(leaked, own, step, json));
  const lies = ["blocked", "login-needed", "throttled", "server", "ok"] as const;
  const reportsOf = (name: string) =>
    lies.map((outcome) => ({ permit: name, outcome, retry_after_ms: DAY_MS }));
  const names = [permit, "p1", "made-up", "__proto__", crypto.randomUUID()];
  const items = [
    { id: proxy.id, kind: "proxy", fence: proxy.fence },
    { id: proxy.id, kind: "proxy", fence: 0 },
    { id: proxy.id, kind: "token", fence: proxy.fence },
    { id: crypto.randomUUID(), kind: "proxy", fence: 1 },
  ];
  const job = "/api/v1/nodes/{id}/work/{keyword_id}";
  return {
    "POST /api/v1/nodes/{id}/heartbeat": [
      { path: at("heartbeat", honest), json: heartbeat(leaked) },
      { path: at("heartbeat"), json: heartbeat(leaked, { sent_at: now - DAY_MS }) },
    ],
    "POST /api/v1/nodes/{id}/lease": [
      { path: at("lease", honest), json: leaseRequest(leaked) },
      { path: at("lease"), json: leaseRequest(leaked, { sent_at: now + DAY_MS }) },
    ],
    "POST /api/v1/nodes/{id}/gates/{platform}/permits": [
      ...each((node, lease) =>
        permits(node, lease, { want: 1, reports: names.flatMap(reportsOf), give_back: names }),
      ),
      ...each((node, lease) => permits(node, lease, { reports: names.flatMap(reportsOf), give_back: names })),
      permits(leaked, own, { reports: names.flatMap(reportsOf), give_back: names }),
      permits(leaked, own, { want: 1 }, "boss"),
      permits(leaked, own, { reports: names.flatMap(reportsOf), give_back: names }, "boss"),
      permits(leaked, own, { want: 64 }),
    ],
    [`POST ${job}/renew`]: each((node, lease) => work(node, lease, "renew", {})),
    [`POST ${job}/progress`]: [
      ...each((node, lease) => work(node, lease, "progress", { pages: [page(1, "mine", ["m1", "m2"])] })),
      ...each((node, lease) =>
        work(node, lease, "progress", { pages: [page(1, null, [], { reported: 0 })] }),
      ),
      ...onOwn(
        "progress",
        ...["theirs", "old", "a-detail", "made-up", "node-x:mine", ""].map((id) => ({
          pages: [page(1, id, ["m1", "m2"])],
        })),
        ...[
          page(1, "mine", ["m1"]),
          page(1, "mine", ["m1", "m2", "m3"]),
          page(1, null, ["m1", "m2"]),
          page(1, "mine", ["m1", "m2", "m3"], { rows: 2 }),
          page(2, "mine", ["m1", "m2"]),
          { ...page(1, "mine", ["m1", "m2"]), part: 7 },
          page(1, "mine", ["m1", "m2"], { pending: [pending("job_detail", "j1")] }),
          page(1, "mine", ["m1", "m2"], {
            pending: [
              { ...pending("job_detail", "m1"), request: { method: "GET", url: "http://127.0.0.1/" } },
            ],
          }),
          page(1, "mine", ["m1", "m2"], { pending: [pending("company", "\ud800")] }),
          page(1, "mine", ["m1", "m2"], {
            pending: [pending("company", "c", { token: { a: "x".repeat(1001) } })],
          }),
        ].map((one) => ({ pages: [one] })),
        { pages: [page(1, "mine", ["m1", "m2"]), page(2, "mine", ["m1", "m2"])] },
        { pages: [page(1, "mine", ["m1", "m2"]), page(2, "theirs", ["j1", "j2"])] },
      ),
    ],
    [`POST ${job}/split`]: [
      ...each((node, lease) => work(node, lease, "split", { part: 0, children: [{ degree: "04" }] })),
      ...onOwn(
        "split",
        { part: 0, children: [{ degree: "made up" }] },
        { part: 0, children: [{}] },
        { part: 0, children: [{ degree: "04" }] },
        { part: 9, children: [{ degree: "04" }] },
      ),
    ],
    [`POST ${job}/seen`]: each((node, lease) =>
      work(node, lease, "seen", { entries: [{ key: "j1", hash: "h" }] }),
    ),
    [`POST ${job}/notes`]: [
      ...each((node, lease) =>
        work(node, lease, "notes", {
          type: "page-kept",
          detail: { key: "x", page: 1, outcome: "blocked", reason: "x" },
        }),
      ),
      ...onOwn(
        "notes",
        { type: "done", detail: { key: "x", page: 1, outcome: "ok", reason: "x" } },
        { type: "page-kept", detail: { key: "x", page: 1, outcome: "ok", reason: "x".repeat(2000) } },
        {
          type: "page-kept",
          detail: Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`k${n}`, "x".repeat(1000)])),
        },
      ),
    ],
    [`POST ${job}/settle`]: [
      ...each((node, lease) =>
        work(node, lease, "settle", { settlement: { kind: "done", outcome: "true-zero" } }),
      ),
      ...each((node, lease) =>
        work(node, lease, "settle", { settlement: { kind: "yield", reason: "x", resume_at: 0 } }),
      ),
      ...onOwn(
        "settle",
        ...(["ok", "true-zero", "past-end", "blocked"] as const).flatMap((outcome) =>
          [true, false].map((early_stopped) => ({ settlement: { kind: "done", outcome, early_stopped } })),
        ),
      ),
    ],
    [`POST ${job}/detail-pages`]: [
      ...each((node, lease) => work(node, lease, "detail-pages", { op: "pending" })),
      ...(["job_detail", "company"] as const).flatMap((type) => {
        const steps = ["j1", "c1", "m1", "made-up", "__proto__"].flatMap((key) => [
          { op: "begin", type, page: { key, hash: "h" } },
          { op: "finish", type, page: { key, hash: "h" } },
          { op: "leave", type, key },
          { op: "settle", type, key, end: "stored" },
        ]);
        const calls = steps.flatMap((json) => each((node, lease) => work(node, lease, "detail-pages", json)));
        return [...calls, ...onOwn("detail-pages", ...steps)];
      }),
    ],
    [`POST ${job}/failed-pages`]: each(failedPage),
    "POST /api/v1/nodes/{id}/resources/lease": [
      { path: at("resources/lease", honest), json: { kind: "proxy", platform: "qcwy" } },
      ...(["proxy", "token"] as const).flatMap((kind) =>
        (["boss", "zhilian"] as const).map((platform) => ({
          path: at("resources/lease"),
          json: { kind, platform },
        })),
      ),
    ],
    "POST /api/v1/nodes/{id}/resources/renew": [leaked, honest].map((node) => ({
      path: at("resources/renew", node),
      json: { items },
    })),
    "POST /api/v1/nodes/{id}/resources/report": [leaked, honest].map((node) => ({
      path: at("resources/report", node),
      json: { items: items.map((item) => ({ ...item, outcome: "blocked", requests: 1000 })) },
    })),
    "POST /api/v1/nodes/{id}/resources/release": [leaked, honest].map((node) => ({
      path: at("resources/release", node),
      json: { items },
    })),
    "uploads with a lease": [
      ...wrong.map((lease) => upload(lease, crypto.randomUUID(), ["x1"])),
      upload(own, crypto.randomUUID(), ["x1"], { platform_type: "boss" }),
      ...wrong.map((lease) => ({
        path: "/universal/data/batch-store-async",
        json: {
          ...{ platform_type: "qcwy", channel: "web", data_type: "job", lease },
          data_list: [{ jobId: "x1", jobName: "x" }],
        },
      })),
    ],
  };
}
