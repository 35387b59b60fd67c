/**
 * A leaked node key costs its own work and nothing else: each route that a node's key opens is called with foreign,
 * stale and invented values, and nothing that the platform stores may change.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ingestLedger } from "../../../durable-objects/ingest-ledger/client.ts";
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { ledgerName } from "../../../durable-objects/keyword-ledger/settings.ts";
import { nodeFleet } from "../../../durable-objects/node-fleet/client.ts";
import { platformGate } from "../../../durable-objects/platform-gate/client.ts";
import { resourcePool } from "../../../durable-objects/resource-pool/client.ts";
import { seenClient } from "../../../durable-objects/seen-index/client.ts";
import { pageFetchClient } from "../../../durable-objects/seen-index/page-client.ts";
import type { LeaseAnswer, NodeClaim } from "../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { RESOURCE_KINDS, type ResourceLeaseAnswer } from "../../../shared/contracts/resources.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { makeKeywordId, placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { systemState } from "../../../tests/edge/api/system-state.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import { leaseCheck } from "../../ingest/upload/check-lease.ts";
import { ROUTE_PERMISSIONS } from "../access-tables.ts";

let api: IdentityApi;
let now = 0;
const SHARDS = 2;
const NOBODY = { key: "nobody", hash: "" };
const pageFetches = pageFetchClient(env.SEEN_INDEX, 1);
const ledger = (platform: Platform, shard: number) => keywordLedger(env, platform, shard);

beforeEach(async () => {
  now = Date.now();
  const uploads = testUploads(() => now, {
    ledger: ingestLedger(env.INGEST_LEDGER),
    checkLease: leaseCheck((id) => {
      const place = placeOfKeyword(id);
      return place && place.shard < SHARDS ? ledger(place.platform, place.shard) : null;
    }),
  });
  api = await identityApi({
    clock: { now: () => now },
    ledger,
    ledgers: (platform) => Array.from({ length: SHARDS }, (_, shard) => ledger(platform, shard)),
    gate: (platform, holder) => platformGate(env, platform, holder),
    fleet: nodeFleet(env.NODE_FLEET),
    pool: (kind) => resourcePool(env, kind),
    pageFetches,
    uploads,
  });
  await runInDurableObject(env.NODE_FLEET.getByName("fleet"), (fleet) => {
    fleet.clock = () => now;
  });
  // No consumer runs beside the test: what is accepted waits.
  await runInDurableObject(env.INGEST_LEDGER.getByName("ingest"), (object) => {
    object.sendWake = async () => {};
  });
  // The objects of a platform are there in production; an empty one made by a read is no change.
  for (const type of ["job_detail", "company"] as const)
    await pageFetches.wanted("qcwy", type, [NOBODY], now);
  await seenClient(env.SEEN_INDEX, 1).check("qcwy", "job", [NOBODY]);
  for (const kind of RESOURCE_KINDS) await resourcePool(env, kind).get(NOBODY.key);
  for (const platform of PLATFORMS) {
    // By its name, which an object that is found by its id alone would lack.
    await runInDurableObject(env.COMPANY_LEDGER.getByName(platform), (object) => {
      object.sendWake = async () => {};
    });
    for (let shard = 0; shard < SHARDS; shard++) {
      await runInDurableObject(env.KEYWORD_LEDGER.getByName(ledgerName(platform, shard)), (object) => {
        object.engine.clock = { now: () => now, random: () => 0.5 };
        object.sendWake = async () => {};
      });
    }
  }
});
afterEach(reset);

interface Node {
  id: string;
  key: string;
  session: string;
}
interface Call {
  path: string;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
}
const call = <T>(node: Node, { path, ...init }: Call) =>
  api.call<T>("POST", path, { token: node.key, ...init });
const at = (node: Node, path: string) => `/nodes/${node.id}/${path}`;

const heartbeat = ({ session }: Node, over: object = {}) => ({
  ...{ sent_at: now, session, version: "1.0.0", package_version: null, node_version: "24.0.0", os: "linux" },
  ...{ hostname: "host", platforms: ["qcwy"], labels: [], slots: 4, activity: "running" },
  metrics: {
    ...{ cpu: 0.5, memory_used_bytes: 1, memory_total_bytes: 2, process_bytes: 1, disk_free_bytes: 1 },
    ...{ disk_total_bytes: 2, net_received_bytes_per_s: null, net_sent_bytes_per_s: null, uptime_s: 1 },
  },
  work: [],
  spooled: { batches: 0, bytes: 0 },
  totals: { pages: 0, rows: 0, failed_pages: 0, dropped: 0 },
  done: [],
  ...over,
});
async function register(name: string): Promise<Node> {
  const { data } = await api.call<{ node: { id: string }; key: string }>("POST", "/nodes", {
    json: { name, labels: [] },
  });
  const node = { id: data.node.id, key: data.key, session: crypto.randomUUID() };
  await call(node, { path: at(node, "heartbeat"), json: heartbeat(node) });
  return node;
}
const addKeyword = (platform: Platform) =>
  ledger(platform, 0).create(
    [{ platform, keyword: crypto.randomUUID(), city: "上海", channel: "web", priority: 5 }],
    "test",
  );
const leaseRequest = ({ session }: Node, over: object = {}) => ({
  ...{ sent_at: now, session, platforms: ["qcwy"], labels: [], free: 1, ...over },
});
async function lease(node: Node): Promise<NodeClaim> {
  const { data } = await call<LeaseAnswer>(node, { path: at(node, "lease"), json: leaseRequest(node) });
  const [claim] = data.claims;
  if (!claim) throw new Error(`nothing leased: ${data.reason}`);
  return claim;
}
type Lease = Pick<NodeClaim, "keyword_id" | "fence">;
const upload = (lease: Lease, batchId: string, keys: string[], over: object = {}): Call => {
  const query = new URLSearchParams({
    ...{
      platform_type: "qcwy",
      channel: "web",
      data_type: "job",
      batch_id: batchId,
      collected_at: String(now),
    },
    ...{ keyword_id: lease.keyword_id, fence: String(lease.fence), ...over },
  });
  return {
    path: `/universal/data/batch-store-async?${query}`,
    body: keys.map((key) => `${JSON.stringify({ jobId: key, jobName: "测试" })}\n`).join(""),
    headers: { "content-type": "application/x-ndjson" },
  };
};
const work = (node: Node, { keyword_id, fence }: Lease, step: string, json: object): Call => ({
  path: at(node, `work/${keyword_id}/${step}`),
  json: { fence, ...json },
});
const failedPage = (node: Node, { keyword_id, fence }: Lease): Call => ({
  path: at(
    node,
    `work/${keyword_id}/failed-pages?${new URLSearchParams({ fence: String(fence), page: "1", status: "403", outcome: "blocked", reason: "x" })}`,
  ),
  body: "<html>",
  headers: { "content-type": "text/html" },
});
const permits = (node: Node, lease: Lease, over: object, platform = "qcwy"): Call => ({
  path: at(node, `gates/${platform}/permits`),
  json: { keyword_id: lease.keyword_id, fence: lease.fence, reports: [], want: 0, give_back: [], ...over },
});
const page = (number: number, batchId: string | null, keys: string[], over: object = {}) => ({
  ...{ part: 0, page: number, reported: 40, rows: keys.length, invalid: 0, keys, fresh: null, last: false },
  ...{ outcome: "ok", batch_id: batchId, ...over },
});
const pending = (type: "job_detail" | "company", key: string, over: object = {}) => ({
  ...{ type, key, hash: "h", page: 1, found_at: now, token: {}, ...over },
});

/** An honest node at work, and one whose key leaked, which has work of its own and had the other's before. */
async function scene() {
  const [honest, leaked] = [await register("honest"), await register("leaked")];
  const made = await api.call("POST", "/proxies", {
    json: { protocol: "socks5", host: "p.vendor.net", port: 1080, username: "a", password: "b" },
  });
  expect(made.status).toBe(201);
  await addKeyword("qcwy");
  const stale = await lease(leaked);
  await call(leaked, upload(stale, "old", ["k1"]));
  now += 60_001;
  await runDurableObjectAlarm(env.KEYWORD_LEDGER.getByName(ledgerName("qcwy", 0)));
  const foreign = await lease(honest);
  expect(foreign.keyword_id).toBe(stale.keyword_id);
  await addKeyword("qcwy");
  const own = await lease(leaked);
  await addKeyword("boss");
  await call(honest, upload(foreign, "theirs", ["j1", "j2"]));
  await call(leaked, upload(own, "mine", ["m1", "m2"]));
  await call(leaked, upload(own, "a-detail", ["m1"], { data_type: "job_detail" }));
  const saved = await call(
    honest,
    work(honest, foreign, "progress", {
      pages: [
        page(1, "theirs", ["j1", "j2"], { pending: [pending("job_detail", "j1"), pending("company", "c1")] }),
      ],
    }),
  );
  expect(saved).toMatchObject({ status: 200, data: { run: { pages: 1, rows: 2 } } });
  const turn = work(honest, foreign, "detail-pages", {
    op: "begin",
    type: "company",
    page: { key: "c1", hash: "" },
  });
  expect((await call(honest, turn)).data).toEqual({ turn: { state: "yours" } });
  const granted = await call<{ permits: string[] }>(honest, permits(honest, foreign, { want: 1 }));
  const permit = granted.data.permits[0] ?? "";
  expect(permit).not.toBe("");
  const borrowed = await call<ResourceLeaseAnswer>(honest, {
    path: at(honest, "resources/lease"),
    json: { kind: "proxy", platform: "qcwy" },
  });
  const proxy = borrowed.data.resource;
  if (!proxy) throw new Error("nothing borrowed");
  const { data: command } = await api.call<{ id: string }>("POST", `/nodes/${honest.id}/commands`, {
    json: { kind: "pause" },
  });
  return { honest, leaked, stale, foreign, own, permit, proxy, command };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** Leases that are not the caller's: another's, its own of before, invented fences, keywords and shards. */
function wrongLeases({ stale, foreign, own }: Scene): Lease[] {
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

/** What a leaked key may try at each route, by `METHOD path`. */
function attacks(scene: Scene): Record<string, Call[]> {
  const { honest, leaked, foreign, own, permit, proxy } = scene;
  const wrong = wrongLeases(scene);
  const at = (path: string, node = leaked) => `/nodes/${node.id}/${path}`;
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

const NODE_ROUTES = ROUTE_PERMISSIONS.filter(({ scope }) => scope === "nodes:lease").map(
  ({ method, path }) => `${method} ${path}`,
);

test("each route that a node's key opens takes foreign, stale and invented values for nothing", async () => {
  const here = await scene();
  const all = attacks(here);
  expect(
    Object.keys(all)
      .filter((name) => name.startsWith("POST "))
      .sort(),
  ).toEqual([...NODE_ROUTES].sort());
  const before = await systemState();
  for (const [route, calls] of Object.entries(all)) {
    for (const attack of calls) {
      const { status, message } = await call(here.leaked, attack);
      expect(status, `${route}: ${JSON.stringify(attack.json)} ${message}`).toBeLessThan(500);
    }
    expect(await systemState(), route).toEqual(before);
  }
}, 120_000);

describe("beside it", () => {
  test("the honest node goes on as if nothing had been, and the leaked key's own work goes on too", async () => {
    const here = await scene();
    const { honest, leaked, foreign, own, permit, proxy } = here;
    for (const attack of Object.values(attacks(here)).flat()) await call(leaked, attack);
    const report = permits(honest, foreign, { reports: [{ permit, outcome: "ok" }] });
    expect((await call(honest, report)).data).toMatchObject({ breaker: "closed" });
    const held = { items: [{ id: proxy.id, kind: "proxy", fence: proxy.fence }] };
    expect((await call(honest, { path: at(honest, "resources/renew"), json: held })).data).toMatchObject({
      items: [{ state: "ok" }],
    });
    const finish = work(honest, foreign, "detail-pages", {
      op: "finish",
      type: "company",
      page: { key: "c1", hash: "" },
    });
    expect((await call(honest, finish)).status).toBe(200);
    expect(await pageFetches.wanted("qcwy", "company", [{ key: "c1", hash: "h" }], now)).toEqual([false]);
    const last = { pages: [page(1, "mine", ["m1", "m2"], { last: true })] };
    for (let times = 0; times < 2; times++)
      expect((await call(leaked, work(leaked, own, "progress", last))).data).toMatchObject({
        run: { pages: 1, rows: 2, distinct: 2 },
      });
    const done = { settlement: { kind: "done", outcome: "ok" } };
    expect((await call(leaked, work(leaked, own, "settle", done))).data).toEqual({ state: "done" });
  });

  test("a command of another node is not settled by a heartbeat", async () => {
    const { honest, leaked, command } = await scene();
    const done = [{ id: command.id, ok: true, message: "done" }];
    await call(leaked, { path: at(leaked, "heartbeat"), json: heartbeat(leaked, { done }) });
    const { data } = await call<{ commands: { id: string }[] }>(honest, {
      path: at(honest, "heartbeat"),
      json: heartbeat(honest),
    });
    expect(data.commands).toMatchObject([{ id: command.id }]);
  });

  test("an upload counts for one list page and no second one", async () => {
    const { leaked, own } = await scene();
    const save = (number: number) =>
      call(leaked, work(leaked, own, "progress", { pages: [page(number, "mine", ["m1", "m2"])] }));
    expect((await save(1)).status).toBe(200);
    expect((await save(1)).status).toBe(200);
    expect(await save(2)).toMatchObject({ status: 409, code: "invalid_state" });
  });

  test("the site's own answer that there is nothing ends a keyword as empty", async () => {
    const { leaked, own } = await scene();
    const empty = page(1, null, [], { reported: 0, outcome: "true-zero", last: true });
    expect((await call(leaked, work(leaked, own, "progress", { pages: [empty] }))).status).toBe(200);
    const settlement = { kind: "done", outcome: "true-zero" };
    expect((await call(leaked, work(leaked, own, "settle", { settlement }))).data).toEqual({ state: "done" });
  });

  test("a lease keeps few pages and notes, however often they are sent", async () => {
    const { leaked, own } = await scene();
    for (let times = 0; times < 30; times++) {
      await call(leaked, failedPage(leaked, own));
      const detail = { key: "x", page: times, outcome: "blocked", reason: "x" };
      await call(leaked, work(leaked, own, "notes", { type: "page-kept", detail }));
    }
    const { objects } = await env.SPOOL.list({ prefix: "kept-pages/" });
    expect(objects).toHaveLength(1);
    const events = await ledger("qcwy", 0).events(own.keyword_id, 200);
    expect(events.filter(({ type }) => type === "page-kept")).toHaveLength(20);
  });
});
