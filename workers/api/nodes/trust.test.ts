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
import { systemClock } from "../../../shared/clock.ts";
import type { LeaseAnswer, NodeClaim } from "../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { RESOURCE_KINDS, type ResourceLeaseAnswer } from "../../../shared/contracts/resources.ts";
import { PLATFORMS, TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";
import { placeOfKeyword } from "../../../shared/domain/keyword-id.ts";
import { type IdentityApi, identityApi, reset } from "../../../tests/edge/api/identity-api.ts";
import { attacksOf, type Scene } from "../../../tests/edge/api/leaked-key.ts";
import {
  at,
  type Call,
  failedPage,
  type Node,
  nodeCalls,
  page,
  permits,
  work,
} from "../../../tests/edge/api/node-calls.ts";
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
    fleet.clock = { ...systemClock, now: () => now };
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
  for (const queue of TASK_QUEUES) {
    await runInDurableObject(env.TASK_LEDGER.getByName(queue), (object) => {
      object.sendWake = async () => {};
    });
  }
  for (const platform of PLATFORMS) {
    // The object is found by its name, which one that is found by its id alone would lack.
    await runInDurableObject(env.COMPANY_LEDGER.getByName(platform), (object) => {
      object.sendWake = async () => {};
    });
    for (let shard = 0; shard < SHARDS; shard++) {
      await runInDurableObject(env.KEYWORD_LEDGER.getByName(ledgerName(platform, shard)), (object) => {
        object.engine.clock = { ...systemClock, now: () => now, random: () => 0.5 };
        object.sendWake = async () => {};
      });
    }
  }
});
afterEach(reset);

const call = <T>(node: Node, { path, ...init }: Call) =>
  api.call<T>("POST", path, { token: node.key, ...init });
const calls = nodeCalls(() => now);
const { heartbeat, leaseRequest, upload, pending } = calls;
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
async function lease(node: Node): Promise<NodeClaim> {
  const { data } = await call<LeaseAnswer>(node, { path: at(node, "lease"), json: leaseRequest(node) });
  const [claim] = data.claims;
  if (!claim) throw new Error(`nothing leased: ${data.reason}`);
  return claim;
}
async function scene(): Promise<Scene & { command: { id: string } }> {
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

const attacks = (here: Scene) => attacksOf(here, calls, now);

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
});

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
