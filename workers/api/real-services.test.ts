/**
 * The API over the real composition: objects, D1 and R2 in workerd; only ClickHouse and browser are absent.
 */
import { applyD1Migrations, env, reset, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import type { KeywordLedger } from "../../durable-objects/keyword-ledger/object.ts";
import type { Keyword, KeywordEvent } from "../../shared/contracts/keyword.ts";
import type { CrawlWake } from "../../shared/contracts/queues.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { documentCheck } from "../../tests/edge/api/document-check.ts";
import { setUpKey } from "../../tests/edge/api/set-up-key.ts";
import { servicesOf } from "../services.ts";
import { createApp } from "./app.ts";
import { describeApi } from "./openapi/describe-api.ts";
import type { Services } from "./services.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
let api: Services;
let app: ReturnType<typeof createApp>;
let key: string;
let checkAnswer: ReturnType<typeof documentCheck> | undefined;
const wakes: CrawlWake[] = [];

beforeEach(async () => {
  // A new environment object: the services are built once per environment, and `reset` breaks their stubs.
  api = { ...servicesOf({ ...env }).api, logger: silent };
  app = createApp(() => api);
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  ({ key } = await setUpKey(app));
  // No test may reach the sites, so the ledgers send no wake-ups.
  for (const platform of PLATFORMS) {
    const stub = keywordLedger(env, platform, 0) as DurableObjectStub<KeywordLedger>;
    await runInDurableObject(stub, (ledger) => {
      ledger.sendWake = async (message) => wakes.push(message);
    });
  }
});

afterEach(async () => {
  wakes.length = 0;
  await reset();
});

async function call<T>(method: string, path: string, json?: unknown, requestId = "real-1") {
  const headers = new Headers({
    authorization: `Bearer ${key}`,
    "x-request-id": requestId,
  });
  if (json !== undefined) headers.set("content-type", "application/json");
  const response = await app.request(`/api/v1${path}`, { method, headers, body: JSON.stringify(json) }, env);
  // Every app has the same routes.
  checkAnswer ??= documentCheck(describeApi(app));
  await checkAnswer(method, `/api/v1${path}`.replace(/\?.*/, ""), response.clone());
  return { status: response.status, ...((await response.json()) as { code: unknown; data: T }) };
}

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

test("a keyword's life: created, listed, paused, resumed, deleted, restored, and its timeline tells who and why", async () => {
  const made = await call<{ id: string }>("POST", "/keywords", {
    platform: "qcwy",
    keyword: "数据分析",
    city: "北京市",
  });
  expect(made.status).toBe(201);
  const { id } = made.data;
  const listed = await call<Page<Keyword>>("GET", "/keywords?search=%E6%95%B0%E6%8D%AE&limit=1");
  expect(listed.data).toMatchObject({ items: [{ id, city: "北京", platform: "qcwy" }], next_cursor: null });
  expect((await call("POST", `/keywords/${id}/actions/pause`)).data).toMatchObject({ state: "paused" });
  expect(await call("POST", `/keywords/${id}/actions/retry`)).toMatchObject({
    status: 409,
    code: "invalid_state",
  });
  expect((await call("POST", `/keywords/${id}/actions/resume`)).data).toMatchObject({ state: "pending" });
  expect((await call("DELETE", `/keywords/${id}`)).status).toBe(200);
  expect((await call<Page<Keyword>>("GET", "/keywords")).data.items).toEqual([]);
  expect((await call("POST", `/keywords/${id}/restore`, undefined, "undo-7")).data).toMatchObject({
    deleted_at: null,
  });
  expect((await call("GET", `/keywords/${id}`)).data).toMatchObject({
    keyword: { id },
    parts: [],
    coverage: null,
  });
  const { data } = await call<Page<KeywordEvent>>("GET", `/keywords/${id}/events?limit=3`);
  const restored = data.items.find(({ type }) => type === "restore");
  expect(restored).toMatchObject({ detail: { actor: "admin (key test):undo-7" } });
  const older = await call<Page<KeywordEvent>>("GET", `/keywords/${id}/events?cursor=${data.next_cursor}`);
  expect(older.data.items.at(-1)).toMatchObject({
    type: "created",
    detail: { actor: "admin (key test):real-1" },
  });
  expect(older.data.items.map(({ seq }) => seq)).not.toContain(data.items.at(-1)?.seq);
});

test("keywords page over platforms through the real ledgers", async () => {
  const items = Array.from({ length: 9 }, (_, at) => ({
    platform: PLATFORMS[at % 3],
    keyword: `word ${at}`,
    city: "上海",
  }));
  const made = await call<{ items: { id: string }[] }>("POST", "/keywords/batch", { items });
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor ? `&cursor=${cursor}` : "";
    const { data } = await call<Page<Keyword>>("GET", `/keywords?limit=4${query}`);
    seen.push(...data.items.map(({ id }) => id));
    cursor = data.next_cursor;
  }
  expect(seen).toEqual(
    made.data.items
      .map(({ id }) => id)
      .toSorted()
      .reverse(),
  );
});

test("a new keyword wakes the crawl under the request's id", async () => {
  await call("POST", "/keywords", { platform: "boss", keyword: "Java", city: "北京" });
  await call("POST", "/platforms/boss/dispatch", undefined, "run-now-3");
  // The creation woke the crawl already; the dispatch that follows finds nothing new.
  expect(wakes).toMatchObject([
    { kind: "crawl", platform: "boss", shard: 0, cause: "admin (key test):real-1" },
  ]);
  const { data } = await call<{ items: { platform: string; states: Record<string, number> }[] }>(
    "GET",
    "/platforms",
  );
  expect(data.items[0]).toMatchObject({ platform: "boss", states: { queued: 1, pending: 0 } });
});

test("the other reads answer from the real parts", async () => {
  expect((await call("GET", "/ingest")).data).toMatchObject({ waiting_parts: 0, dead_letters: 0 });
  expect((await call("GET", "/ingest/dead-letters")).data).toEqual({ items: [], next_cursor: null });
  expect((await call("POST", "/ingest/dead-letters/x/replay")).status).toBe(404);
  expect((await call("GET", "/failed-pages")).data).toEqual({ items: [], next_cursor: null });
  expect((await call("POST", "/platforms/boss/breaker/reset")).data).toMatchObject({ breaker: "closed" });
  const schedules = await call<Page<{ name: string }>>("GET", "/schedules");
  expect(schedules.data.items.map(({ name }) => name)).toContain("dispatch-keywords");
  const ran = await call("POST", "/schedules/dispatch-keywords/run", undefined, "by-hand-9");
  expect(ran.data).toMatchObject({ status: "fired", claimed_by: "by-hand-9", error: null });
  const slots = await call("GET", "/schedules/dispatch-keywords/slots");
  expect(slots.data).toMatchObject({ items: [{ claimed_by: "by-hand-9" }] });
  const cities = await call<Page<{ city: string; codes: object }>>("GET", "/cities");
  expect(cities.data.items.find(({ city }) => city === "武汉")?.codes).toEqual({
    boss: "101200100",
    qcwy: "180200",
    zhilian: "736",
  });
});

test("with ClickHouse away, health says so and postings fail without telling the inside", async () => {
  const health = await call<{ checks: { name: string; state: string }[] }>("GET", "/health/extended");
  expect(health).toMatchObject({ status: 503, code: "dependency_unavailable" });
  const states = Object.fromEntries(health.data.checks.map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({
    d1: "ok",
    r2: "ok",
    queues: "ok",
    durable_objects: "ok",
    clickhouse: "down",
  });
  expect(JSON.stringify(health)).not.toContain(api.config.CLICKHOUSE_PASSWORD);
  const jobs = await call("GET", "/jobs");
  expect(jobs).toMatchObject({ status: 503, code: "dependency_unavailable" });
  expect(JSON.stringify(jobs)).not.toContain("127.0.0.1");
});
