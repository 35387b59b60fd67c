import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { ledgerName } from "../../../durable-objects/keyword-ledger/settings.ts";
import { nodeFleet } from "../../../durable-objects/node-fleet/client.ts";
import { platformGate } from "../../../durable-objects/platform-gate/client.ts";
import { systemClock } from "../../../shared/clock.ts";
import {
  type LeaseAnswer,
  MAX_FAILED_PAGE_BYTES,
  type NodeClaim,
} from "../../../shared/contracts/node-api.ts";
import type { NodeView } from "../../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { type Answer, type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { type Node, nodeCalls } from "../../../tests/edge/api/node-calls.ts";

let api: IdentityApi;
let now = 0;
const SHARDS = 2;

/** The ledger shares the API's clock; its wake-ups go nowhere. */
async function openLedger(platform: Platform, shard: number) {
  const stub = env.KEYWORD_LEDGER.getByName(ledgerName(platform, shard));
  await runInDurableObject(stub, (ledger) => {
    ledger.engine.clock = { ...systemClock, now: () => now, random: () => 0.5 };
    ledger.sendWake = async () => {};
  });
}

beforeEach(async () => {
  now = Date.now();
  const ledger = (platform: Platform, shard: number) => keywordLedger(env, platform, shard);
  api = await identityApi({
    clock: { now: () => now },
    ledger,
    ledgers: (platform) => Array.from({ length: SHARDS }, (_, shard) => ledger(platform, shard)),
    gate: (platform, holder) => platformGate(env, platform, holder),
    fleet: nodeFleet(env.NODE_FLEET),
  });
  await runInDurableObject(env.NODE_FLEET.getByName("fleet"), (fleet) => {
    fleet.clock = { ...systemClock, now: () => now };
  });
  for (let shard = 0; shard < SHARDS; shard++) await openLedger("qcwy", shard);
});
afterEach(reset);

const addKeywords = (count: number) =>
  keywordLedger(env, "qcwy", 0).create(
    Array.from({ length: count }, () => ({
      platform: "qcwy" as const,
      keyword: crypto.randomUUID(),
      city: "上海",
      channel: "web" as const,
      priority: 5,
    })),
    "test",
  );

const { heartbeat, leaseRequest } = nodeCalls(() => now);

async function register(name: string, labels: string[] = []): Promise<Node> {
  const { data } = await api.call<{ node: NodeView; key: string }>("POST", "/nodes", {
    json: { name, labels },
  });
  const node = { id: data.node.id, key: data.key, session: crypto.randomUUID() };
  await beat(node);
  return node;
}
const post = <T>(node: Node, path: string, json: unknown, id = node.id): Promise<Answer<T>> =>
  api.call<T>("POST", `/nodes/${id}/${path}`, { token: node.key, json });
const beat = <T>(node: Node, over: object = {}) => post<T>(node, "heartbeat", heartbeat(node, over));
const lease = (node: Node, over: object = {}) => post<LeaseAnswer>(node, "lease", leaseRequest(node, over));
async function claimOne(node: Node): Promise<NodeClaim> {
  const { data } = await lease(node);
  const [claim] = data.claims;
  if (!claim) throw new Error(`nothing leased: ${data.reason}`);
  return claim;
}
const onWork = <T>(node: Node, { keyword_id, fence }: NodeClaim, step: string, json: object, id?: string) =>
  post<T>(node, `work/${keyword_id}/${step}`, { fence, ...json }, id);
const page = (number: number, last = false) => ({
  part: 0,
  page: number,
  reported: 0,
  rows: 0,
  invalid: 0,
  keys: [],
  fresh: null,
  last,
  outcome: "true-zero",
  batch_id: null,
});
const keywordOf = async ({ keyword_id }: NodeClaim) =>
  (
    await api.call<{ keyword: { state: string; run: { pages: number } | null } }>(
      "GET",
      `/keywords/${keyword_id}`,
    )
  ).data.keyword;

describe("the protocol", () => {
  test("a keyword from lease to done, with the node's name in its timeline", async () => {
    await addKeywords(1);
    const node = await register("one");
    const claim = await claimOne(node);
    expect(claim).toMatchObject({ platform: "qcwy", city: "上海", attempt: 1, lease_until: now + 60_000 });
    expect((await lease(node)).data).toMatchObject({ claims: [], reason: "no-work", lease_ms: 60_000 });
    expect((await onWork(node, claim, "seen", { entries: [{ key: "k1", hash: "h" }] })).data).toEqual({
      verdicts: ["new"],
    });
    now += 30_000;
    expect((await onWork(node, claim, "renew", {})).data).toEqual({ lease_until: now + 60_000 });
    const saved = await onWork<{ run: { pages: number } }>(node, claim, "progress", { pages: [page(1)] });
    expect(saved.data.run.pages).toBe(1);
    await onWork(node, claim, "progress", { pages: [page(2, true)] });
    const detail = { key: "x", page: 1, outcome: "blocked", reason: "code 37" };
    expect((await onWork(node, claim, "notes", { type: "page-kept", detail })).status).toBe(200);
    const settlement = { kind: "done", outcome: "true-zero" };
    expect((await onWork(node, claim, "settle", { settlement })).data).toEqual({ state: "done" });
    const events = await keywordLedger(env, "qcwy", 0).events(claim.keyword_id, 100);
    expect(events.map(({ type }) => type).reverse()).toEqual([
      ...["created", "dispatched", "claimed", "page", "page", "page-kept", "done"],
    ]);
    expect(events.find(({ type }) => type === "claimed")?.detail).toMatchObject({
      holder: `node:${node.id}`,
    });
  });

  /** Asks the gate for one lease. */
  const ask = (node: Node, { keyword_id, fence }: NodeClaim, json: object) =>
    post<{ permits: string[]; reason: string | null; breaker: string }>(node, "gates/qcwy/permits", {
      ...{ keyword_id, fence, reports: [], want: 0, give_back: [] },
      ...json,
    });

  test("permits come from the shared gate at the Worker's own pace, and go back unused", async () => {
    await addKeywords(2);
    const node = await register("one");
    const [one, two] = [await claimOne(node), await claimOne(node)];
    const first = await ask(node, one, { want: 1 });
    expect(first.data).toMatchObject({ permits: [expect.any(String)], breaker: "closed" });
    expect((await ask(node, two, { want: 1 })).data).toMatchObject({ permits: [], reason: "pace" });
    expect((await platformGate(env, "qcwy").status()).in_flight).toBe(1);
    const second = await ask(node, one, { give_back: first.data.permits, want: 1 });
    const [permit] = second.data.permits;
    expect((await platformGate(env, "qcwy").status()).in_flight).toBe(1);
    const blocked = await ask(node, one, { reports: [{ permit, outcome: "blocked" }] });
    expect(blocked.data).toMatchObject({ breaker: "open" });
  });

  test("the Retry-After of a node's own permit holds everybody", async () => {
    await addKeywords(1);
    const node = await register("one");
    const claim = await claimOne(node);
    const { data } = await ask(node, claim, { want: 1 });
    const reports = [{ permit: data.permits[0], outcome: "throttled", retry_after_ms: HOUR_MS }];
    await ask(node, claim, { reports });
    expect((await platformGate(env, "qcwy").status()).next_allowed_at).toBeGreaterThan(now + HOUR_MS / 2);
  });

  test("nothing is leased while the breaker is open", async () => {
    await addKeywords(2);
    const node = await register("one");
    const claim = await claimOne(node);
    const { data } = await ask(node, claim, { want: 1 });
    await ask(node, claim, { reports: [{ permit: data.permits[0], outcome: "blocked" }] });
    expect((await lease(node)).data.claims).toEqual([]);
  });

  test("a failed page and its screenshot are kept with run, outcome and reason, in bounds", async () => {
    await addKeywords(1);
    const node = await register("one");
    const claim = await claimOne(node);
    const query = new URLSearchParams({
      fence: String(claim.fence),
      page: "1",
      status: "403",
      outcome: "blocked",
      reason: "验证",
    });
    const send = (body: BodyInit, type: string) =>
      api.call<{ key: string }>("POST", `/nodes/${node.id}/work/${claim.keyword_id}/failed-pages?${query}`, {
        token: node.key,
        body,
        headers: { "content-type": type },
      });
    const kept = await send("<html>verify</html>", "text/html");
    const shot = await send(new Uint8Array([1, 2, 3]), "image/png");
    const { data } = await api.call<{ items: { key: string; metadata: object }[] }>("GET", "/failed-pages");
    expect(data.items.map(({ key }) => key).sort()).toEqual([kept.data.key, shot.data.key].sort());
    const page = data.items.find(({ key }) => key === kept.data.key);
    expect(page?.metadata).toMatchObject({ run_id: claim.run_id, outcome: "blocked", reason: "验证" });
    expect((await send(new Uint8Array(1_500_000), "image/png")).status).toBe(201);
    const tooLarge = await send("x".repeat(MAX_FAILED_PAGE_BYTES + 1), "text/html");
    expect(tooLarge).toMatchObject({ status: 413, data: { problems: [{ field: "body" }] } });
    expect((await send("x", "text/plain")).status).toBe(415);
    const left = await env.SPOOL.list({ prefix: "kept-pages/" });
    await env.SPOOL.delete(left.objects.map(({ key }) => key));
  });
});

describe("who may what", () => {
  test("the key of another node, of a person, and a wrong or expired one are refused, and nothing changes", async () => {
    await addKeywords(1);
    const [one, two] = [await register("one"), await register("two")];
    const claim = await claimOne(one);
    expect(await beat({ ...two, id: one.id })).toMatchObject({
      status: 403,
      message: "this key belongs to another node",
    });
    expect(await lease({ ...two, id: one.id })).toMatchObject({ status: 403 });
    expect(await onWork(two, claim, "renew", {}, one.id)).toMatchObject({ status: 403 });
    // Its own id, but a keyword that the other one holds.
    expect(await onWork(two, claim, "progress", { pages: [page(1)] })).toMatchObject({
      status: 403,
      message: "the keyword is held by somebody else",
    });
    expect(await beat({ ...one, key: api.key })).toMatchObject({ status: 403 });
    expect(await beat({ ...one, key: "jd_wrong" })).toMatchObject({ status: 401 });
    const expiring = await api.call<{ key: string }>("POST", "/api-keys", {
      json: { name: "short", node: one.id, scopes: ["nodes:lease"], expires_at: now + 60_000 },
    });
    expect((await beat({ ...one, key: expiring.data.key })).status).toBe(200);
    now += 60_000;
    api.pass(60_000);
    expect(await beat({ ...one, key: expiring.data.key })).toMatchObject({
      status: 401,
      message: expect.stringContaining("expired"),
    });
    expect((await keywordOf(claim)).run?.pages).toBe(0);
  });

  test("a key that expires registers nodes; their keys expire with it, and the answer says so", async () => {
    const expires_at = now + 90 * 24 * HOUR_MS;
    const scopes = ["nodes:write", "nodes:lease", "ingest:write"];
    const made = await api.call<{ key: string; api_key: { id: string } }>("POST", "/api-keys", {
      json: { name: "registrar", scopes, expires_at },
    });
    const token = made.data.key;
    const registered = await api.call<{ node: NodeView; key: string; key_expires_at: number }>(
      "POST",
      "/nodes",
      {
        token,
        json: { name: "crawler-1", labels: ["cn"], note: "Shanghai, home line" },
      },
    );
    expect(registered).toMatchObject({ status: 201, data: { key_expires_at: expires_at } });
    const { node, key } = registered.data;
    const mine = { id: node.id, key, session: crypto.randomUUID() };
    expect((await beat(mine)).status).toBe(200);
    const again = await api.call<{ key: string }>("POST", `/nodes/${node.id}/key`, { token });
    expect(again).toMatchObject({ status: 201, data: { key_expires_at: expires_at, revoked: 1 } });
    // Replacing the registrar's key leaves its nodes alone: they are listed, and end one by one.
    await api.call("DELETE", `/api-keys/${made.data.api_key.id}`);
    const fresh = { ...mine, key: again.data.key };
    expect((await beat(fresh)).status).toBe(200);
    now = expires_at;
    api.pass(expires_at - api.now());
    expect(await beat(fresh)).toMatchObject({ status: 401, message: expect.stringContaining("expired") });
    const never = await api.call("POST", `/nodes/${node.id}/key`);
    expect(never).toMatchObject({ status: 201, data: { key_expires_at: null } });
  });

  test("a new key ends the old one; a deleted node is out at once, and comes back with a new key only", async () => {
    const node = await register("one");
    const { data } = await api.call<{ key: string; revoked: number }>("POST", `/nodes/${node.id}/key`);
    expect(data.revoked).toBe(1);
    expect((await beat(node)).status).toBe(401);
    const fresh = { ...node, key: data.key };
    expect((await beat(fresh)).status).toBe(200);
    expect((await api.call("DELETE", `/nodes/${node.id}`)).status).toBe(200);
    expect((await beat(fresh)).status).toBe(401);
    expect((await api.call("POST", `/nodes/${node.id}/key`)).status).toBe(409);
    expect((await api.call("POST", `/nodes/${node.id}/restore`)).status).toBe(200);
    expect((await beat(fresh)).status).toBe(401);
    const last = await api.call<{ key: string }>("POST", `/nodes/${node.id}/key`);
    expect((await beat({ ...node, key: last.data.key })).status).toBe(200);
  });

  test("a clock an hour off is told by how much", async () => {
    const node = await register("one");
    for (const [off, side] of [
      [HOUR_MS, "3600 s ahead"],
      [-HOUR_MS, "3600 s behind"],
    ] as const) {
      for (const answer of [
        await beat(node, { sent_at: now + off }),
        await lease(node, { sent_at: now + off }),
      ]) {
        expect(answer).toMatchObject({
          status: 422,
          code: "clock_skew",
          message: expect.stringContaining(side),
        });
      }
    }
  });

  test("bad input is told by field", async () => {
    const node = await register("one");
    for (const [answer, field] of [
      [await beat(node, { slots: 65 }), "slots"],
      [await beat(node, { labels: ["No Label"] }), "labels.0"],
      [await lease(node, { free: 0 }), "free"],
      [await lease(node, { platforms: ["x"] }), "platforms.0"],
      [await api.call("POST", "/nodes", { json: { name: "", labels: [] } }), "name"],
      [await api.call("POST", `/nodes/${node.id}/commands`, { json: { kind: "pace" } }), "delay_ms"],
      [await api.call("POST", `/nodes/${node.id}/commands`, { json: { kind: "package" } }), "version"],
    ] as const) {
      expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
    }
    expect(await api.call("POST", "/nodes", { json: { name: "one" } })).toMatchObject({ status: 409 });
  });
});

describe("a lease that moved on", () => {
  test("whatever its late holder sends is refused as stale, and changes nothing", async () => {
    await addKeywords(1);
    const [one, two] = [await register("one"), await register("two")];
    const old = await claimOne(one);
    await onWork(one, old, "progress", { pages: [page(1)] });
    now += 60_001;
    await runDurableObjectAlarm(env.KEYWORD_LEDGER.getByName(ledgerName("qcwy", 0)));
    const next = await claimOne(two);
    expect(next).toMatchObject({ keyword_id: old.keyword_id, parts: [{ page: 1 }], attempt: 2 });
    expect(next.fence).toBeGreaterThan(old.fence);
    const before = await keywordOf(old);
    for (const [step, json] of [
      ["renew", {}],
      ["progress", { pages: [page(2)] }],
      ["split", { part: 0, children: [{ degree: "1" }] }],
      ["seen", { entries: [] }],
      ["notes", { type: "page-kept", detail: { key: "x", page: 1, outcome: "blocked", reason: "x" } }],
      ["detail-pages", { op: "pending" }],
      ["settle", { settlement: { kind: "done", outcome: "ok" } }],
    ] as const) {
      expect([step, await onWork(one, old, step, json)]).toMatchObject([
        step,
        { status: 409, code: "stale_lease" },
      ]);
    }
    expect(await onWork(one, { ...old, fence: 0 }, "renew", {})).toMatchObject({ code: "stale_lease" });
    expect(await keywordOf(old)).toEqual(before);
    expect((await onWork(two, next, "progress", { pages: [page(2)] })).status).toBe(200);
  });

  test("a keyword given back goes to the next who asks", async () => {
    await addKeywords(1);
    const [one, two] = [await register("one"), await register("two")];
    const old = await claimOne(one);
    const settlement = { kind: "yield", reason: "stopping", resume_at: now };
    expect((await onWork(one, old, "settle", { settlement })).status).toBe(200);
    expect((await claimOne(two)).attempt).toBe(1);
  });
});

describe("placement", () => {
  /** 51job's concurrency in wrangler.toml. */
  const BUDGET = 2;

  test("nodes and edge together hold no more keywords than the budget, however many ask at once", async () => {
    await addKeywords(12);
    await keywordLedger(env, "qcwy", 0).claim("edge:test", 1);
    const nodes = [await register("one"), await register("two"), await register("three")];
    const answers = await Promise.all(nodes.map((node) => lease(node, { free: 4 })));
    expect(answers.flatMap(({ data }) => data.claims)).toHaveLength(BUDGET - 1);
    const refused = await lease(nodes[0] as Node, { free: 4 });
    expect(refused.data).toMatchObject({ claims: [], reason: "budget" });
    expect(refused.data.wait_ms).toBeGreaterThan(0);
    expect((await nodeFleet(env.NODE_FLEET).demand("qcwy")).starving).toBeGreaterThan(0);
  });

  test("a paused node gets nothing until it is resumed, and the command is audited", async () => {
    await addKeywords(1);
    const node = await register("one");
    const paused = await api.call("POST", `/nodes/${node.id}/commands`, { json: { kind: "pause" } });
    expect(paused.status).toBe(201);
    expect((await lease(node)).data).toMatchObject({ claims: [], reason: "paused" });
    const { data } = await beat<{ commands: { kind: string }[] }>(node);
    expect(data.commands).toMatchObject([{ kind: "pause" }]);
    await api.call("POST", `/nodes/${node.id}/commands`, { json: { kind: "resume" } });
    expect((await lease(node)).data.claims).toHaveLength(1);
    const lines = await api.identity.audit.list({ record: `node:${node.id}` }, 10);
    expect(lines.map(({ action }) => action)).toEqual(["node.resume", "node.pause", "node.create"]);
  });
});

test("what a node calls all the time leaves no line in D1", async () => {
  const node = await register("one");
  const lines = async () =>
    (await env.DB.prepare("select count(*) as lines from audit_log").first<{ lines: number }>())?.lines;
  const before = await lines();
  for (let index = 0; index < 5; index++) await beat(node);
  await lease(node);
  expect(await lines()).toBe(before);
  expect((await api.call<NodeView[]>("GET", `/nodes?search=one&state=online`)).data).toMatchObject({
    items: [{ id: node.id, state: "online" }],
  });
});
