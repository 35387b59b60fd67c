/** Webhooks over D1 and a real receiver, which verifies with the official library of Standard Webhooks. */

import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_WAITING, RETRY_WAITS_MS } from "../../shared/contracts/webhook.ts";
import { createLogger, createRedactor } from "../../shared/log.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import type { WebhookDelivery } from "../db/webhook-schema.ts";
import type { NewAuditEntry } from "../iam/audit-log.ts";
import type { Mail } from "../notify/mail.ts";
import { createWebhooks, type MayHave } from "./create-webhooks.ts";
import { createDeliveryStore } from "./delivery-store.ts";
import { createEndpointStore } from "./endpoint-store.ts";
import { createDeliverySender } from "./send-delivery.ts";
import type { Webhooks } from "./webhooks.ts";

const START = Date.UTC(2026, 10, 23, 8);
let server: Server;
let origin: string;
let answer: { status: number; headers?: Record<string, string>; body?: string };
const got: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ path: request.url ?? "", headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

let now = START;
let sqlite: DatabaseSync;
let db: Database;
let webhooks: Webhooks;
let mayHave: MayHave;
const mails: Mail[] = [];
const lines: NewAuditEntry[] = [];
const wakes: number[] = [];

beforeEach(() => {
  now = START;
  answer = { status: 204 };
  for (const list of [got, mails, lines, wakes]) list.length = 0;
  mayHave = async () => ({ refused: null, mask: false });
  sqlite = new DatabaseSync(":memory:");
  db = sqliteD1(sqlite);
  const clock = { now: () => now };
  webhooks = createWebhooks({
    endpoints: createEndpointStore(db),
    deliveries: createDeliveryStore(db),
    vault: {
      currentKeyId: "test",
      seal: async (kind, id, text) => `sealed ${kind} ${id} ${text}`,
      open: async (kind, id, sealed) => sealed.slice(`sealed ${kind} ${id} `.length),
    },
    sender: createDeliverySender({
      resolver: { resolve: async () => ["10.0.0.1"] },
      ...{ clock, trustLoopback: true, redact: createRedactor(["the-platforms-own-secret"]) },
    }),
    mayHave: (delivery) => mayHave(delivery),
    sendWake: async (_, delaySeconds) => void wakes.push(delaySeconds),
    personOf: async () => ({ name: "Lin", email: "lin@example.com" }),
    sendMail: async (mail) => void mails.push(mail),
    audit: async (line) => void lines.push(line),
    ...{ publicUrl: "https://jobs.example.com", clock, random: () => 0 },
    logger: createLogger({}, { write: () => {} }),
  });
});

const make = (
  over: { url?: string; events?: ("alert.fired" | "alert.resolved" | "webhook.disabled")[] } = {},
) =>
  webhooks.create(
    {
      description: "Bot",
      url: `${origin}/hook?key=SECRETPATH`,
      events: ["alert.fired"],
      enabled: true,
      ...over,
    },
    "owner",
  );
const fire = (key = "alert:1:fired", data: Record<string, unknown> = { name: "队列停滞" }) =>
  webhooks.emit({ type: "alert.fired", key, at: START, data });
const log = async () => (await webhooks.deliveries({}, 100)) as WebhookDelivery[];
const run = () => webhooks.run(MINUTE_MS);
/** Verifies as a receiver does, at the time at which the message was sent. */
function verify(secret: string, { headers, body }: (typeof got)[number]) {
  vi.useFakeTimers({ now, toFake: ["Date"] });
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}

describe("an event", () => {
  test("goes once to each endpoint that wants it, signed so that the official library verifies it", async () => {
    const { secret, endpoint } = await make();
    await make({ events: ["webhook.disabled"] });
    expect(await fire()).toBe(1);
    await fire();
    expect(await run()).toEqual({ done: 1, failed: 0 });
    expect(await run()).toEqual({ done: 0, failed: 0 });
    expect(got).toHaveLength(1);
    const [sent] = got;
    if (!sent) throw new Error("nothing was sent");
    expect(verify(secret, sent)).toEqual({
      type: "alert.fired",
      timestamp: new Date(START).toISOString(),
      data: { name: "队列停滞" },
    });
    expect(() => verify(secret, { ...sent, body: `${sent.body} ` })).toThrow("No matching signature");
    expect((await log())[0]).toMatchObject({ id: sent.headers["webhook-id"], state: "done", status: 204 });
    expect(await webhooks.get(endpoint.id)).toMatchObject({ lastDeliveredAt: START, failingSince: null });
  });

  test("carries both signatures while a secret is replaced, and then only the new one", async () => {
    const { secret, endpoint } = await make();
    const rotated = await webhooks.rotate(endpoint, 2 * HOUR_MS);
    expect(rotated.secret).not.toBe(secret);
    await fire("a");
    await run();
    for (const known of [secret, rotated.secret]) expect(verify(known, got[0] as never)).toBeDefined();
    now += 2 * HOUR_MS;
    await fire("b");
    await run();
    expect(verify(rotated.secret, got[1] as never)).toBeDefined();
    expect(() => verify(secret, got[1] as never)).toThrow("No matching signature");
    // A third secret ends the first one, also within the overlap.
    const third = await webhooks.rotate(rotated.endpoint, HOUR_MS);
    await fire("c");
    await run();
    expect(() => verify(secret, got[2] as never)).toThrow("No matching signature");
    for (const known of [rotated.secret, third.secret]) expect(verify(known, got[2] as never)).toBeDefined();
    const now0 = await webhooks.rotate(third.endpoint, 0);
    await fire("d");
    await run();
    expect(() => verify(third.secret, got[3] as never)).toThrow("No matching signature");
    expect(verify(now0.secret, got[3] as never)).toBeDefined();
  });

  test("is tried again by the schedule of Standard Webhooks under the same id, and later if the receiver asks", async () => {
    await make();
    answer = { status: 503, headers: { "retry-after": "60" } };
    await fire();
    await run();
    expect((await log())[0]).toMatchObject({ state: "waiting", attempts: 1, nextTryAt: START + MINUTE_MS });
    expect(wakes).toEqual([0, 60]);
    answer = { status: 500 };
    now += MINUTE_MS;
    await run();
    expect((await log())[0]).toMatchObject({ attempts: 2, nextTryAt: now + (RETRY_WAITS_MS[1] ?? 0) });
    answer = { status: 204 };
    now += 5 * MINUTE_MS;
    await run();
    expect((await log())[0]).toMatchObject({ state: "done", attempts: 3 });
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
  });

  test("that ends another is told only where the other was, by who wants both", async () => {
    const follows = { type: "alert.fired", key: "alert:1:fired", at: START } as const;
    const end = (key: string, over: Partial<typeof follows> | { at: number } = {}) =>
      webhooks.emit({
        ...{ type: "alert.resolved", key, at: START, data: {} },
        follows: { ...follows, ...over },
      });
    const both = ["alert.fired", "alert.resolved"] as const;
    const early = await make({ events: [...both] });
    await fire();
    const late = await make({ events: [...both] });
    const ends = await make({ events: ["alert.resolved"] });
    await end("alert:1:resolved");
    const of = async ({ endpoint }: typeof early) =>
      (await log())
        .filter(({ endpointId }) => endpointId === endpoint.id)
        .map(({ event }) => event)
        .sort();
    expect(await of(early)).toEqual([...both]);
    expect(await of(late)).toEqual([]);
    expect(await of(ends)).toEqual(["alert.resolved"]);
    // The log of what was told longer ago than it is kept cannot say it.
    await end("alert:2:resolved", { at: START - 40 * DAY_MS });
    expect(await of(late)).toEqual(["alert.resolved"]);
  });

  test("is told with many others in few batches and with one wake-up, each once", async () => {
    await make();
    const many = Array.from({ length: 120 }, (_, n) => ({
      ...{ type: "alert.fired" as const, key: `alert:${n}:fired`, at: START, data: {} },
    }));
    expect(await webhooks.emitAll(many)).toBe(120);
    expect(await webhooks.emitAll(many.slice(0, 3))).toBe(3);
    expect(sqlite.prepare("select count(*) as n from webhook_deliveries").get()?.n).toBe(120);
    expect(wakes).toEqual([0, 0]);
    expect(await webhooks.emitAll([])).toBe(0);
  });

  test("that too many wait before is counted, not kept", async () => {
    const { endpoint } = await make();
    sqlite.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${MAX_WAITING})
      insert into webhook_deliveries (id, endpoint_id, event, event_key, body, state, next_try_at, created_at)
      select 'x' || i, '${endpoint.id}', 'alert.fired', 'x' || i, '{}', 'waiting', 9e15, 0 from n`);
    await fire();
    await fire();
    expect((await webhooks.get(endpoint.id)).overflowed).toBe(2);
    await expect(webhooks.test(endpoint)).rejects.toMatchObject({ code: "conflict" });
    expect(await run()).toEqual({ done: 0, failed: 0 });
  });
});

describe("an endpoint", () => {
  test("that has only failed for three days is switched off, with mail, audit line and event", async () => {
    const { endpoint } = await make();
    const other = await make({ events: ["webhook.disabled"], url: `${origin}/other` });
    answer = { status: 500 };
    await fire();
    for (let tries = 0; tries < RETRY_WAITS_MS.length; tries++) {
      await run();
      expect((await webhooks.get(endpoint.id)).enabled).toBe(true);
      now += RETRY_WAITS_MS[tries] ?? 0;
    }
    await run();
    expect(now - START).toBeGreaterThan(3 * DAY_MS);
    expect(await webhooks.get(endpoint.id)).toMatchObject({
      ...{ enabled: false, disabledReason: "it has not answered for 3 days", noticeDue: false },
    });
    expect(mails).toMatchObject([{ to: "lin@example.com", text: expect.stringContaining("3 days") }]);
    expect(mails[0]?.text).not.toContain("SECRETPATH");
    expect(lines).toMatchObject([
      { action: "webhook-endpoint.disable", record: `webhook-endpoint:${endpoint.id}`, actor: "webhooks" },
    ]);
    answer = { status: 204 };
    await run();
    const [event] = got.filter(({ path }) => path === "/other");
    expect(verify(other.secret, event as never)).toMatchObject({
      type: "webhook.disabled",
      data: { endpoint_id: endpoint.id, reason: "it has not answered for 3 days" },
    });
    // Off, it is told of nothing; on again, what failed is replayed under the same id.
    expect(await fire("later")).toBe(0);
    const id = (await log()).find(({ endpointId }) => endpointId === endpoint.id)?.id ?? "";
    expect(await webhooks.replay({ id })).toBe(0);
    await webhooks.update(await webhooks.get(endpoint.id), { enabled: true });
    expect(await webhooks.replay({ endpointId: endpoint.id, state: "failed" })).toBe(1);
    await run();
    expect(await webhooks.delivery(id)).toMatchObject({ state: "done", attempts: 1 });
    expect(got.at(-1)?.headers["webhook-id"]).toBe(id);
  });

  test("that answers between its failures stays on", async () => {
    const { endpoint } = await make();
    for (let day = 0; day < 5; day++) {
      answer = { status: day === 2 ? 204 : 500 };
      await fire(`day ${day}`);
      await run();
      now += DAY_MS;
    }
    expect((await webhooks.get(endpoint.id)).enabled).toBe(true);
  });

  test("whose form is saved while it is on keeps the count of its failures", async () => {
    const { endpoint } = await make();
    answer = { status: 500 };
    await fire();
    await run();
    const change = { enabled: true, description: "Bot 2" };
    expect(await webhooks.update(await webhooks.get(endpoint.id), change)).toMatchObject({
      ...{ description: "Bot 2", failingSince: START },
    });
  });

  test("that comes back after its deletion has its three days anew", async () => {
    const { endpoint } = await make();
    answer = { status: 500 };
    await fire("a");
    await run();
    const deleted = await webhooks.delete(await webhooks.get(endpoint.id));
    now += 4 * DAY_MS;
    await webhooks.restore(deleted);
    await fire("b");
    await run();
    expect(await webhooks.get(endpoint.id)).toMatchObject({ enabled: true, failingSince: now });
  });

  test("that is gone is switched off at once", async () => {
    const { endpoint } = await make();
    answer = { status: 410 };
    await fire("a");
    await fire("b");
    await run();
    expect(await webhooks.get(endpoint.id)).toMatchObject({ enabled: false });
    expect((await log()).map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(mails).toHaveLength(1);
  });

  test("whose notice died is told again, and never twice after that", async () => {
    const { endpoint } = await make();
    sqlite.exec("update webhook_endpoints set enabled = 0, notice_due = 1, disabled_reason = 'x'");
    expect(await webhooks.resume()).toMatchObject({ notices: 1 });
    expect(await webhooks.resume()).toMatchObject({ notices: 0 });
    expect(mails).toHaveLength(1);
    expect((await webhooks.get(endpoint.id)).noticeDue).toBe(false);
  });

  test("is never inside, and a redirect is not followed", async () => {
    await make({ url: "http://internal.example.com/" });
    await fire("a");
    await run();
    expect((await log())[0]).toMatchObject({
      ...{ state: "waiting", status: null, error: expect.stringContaining("non-public") },
    });
    await make();
    answer = { status: 302, headers: { location: `${origin}/elsewhere` } };
    now += HOUR_MS;
    await fire("b");
    await run();
    expect(got.map(({ path }) => path)).not.toContain("/elsewhere");
    expect((await log()).map(({ error }) => error)).toContain("more than 0 redirects");
  });

  test("is tried with an event of its own, once, which says nothing of its health when it fails", async () => {
    const { endpoint, secret } = await make();
    answer = { status: 500 };
    expect(await webhooks.test(endpoint)).toMatchObject({
      event: "webhook.test",
      state: "failed",
      status: 500,
    });
    expect((await webhooks.get(endpoint.id)).failingSince).toBeNull();
    answer = { status: 200 };
    expect(await webhooks.test(endpoint)).toMatchObject({ state: "done", status: 200 });
    expect(verify(secret, got[1] as never)).toMatchObject({ data: { endpoint_id: endpoint.id } });
  });
});

describe("the log", () => {
  test("keeps what was sent and answered, bounded and without secrets", async () => {
    const { secret } = await make();
    await fire();
    answer = {
      status: 500,
      headers: { "content-type": "text/plain", "set-cookie": "session=SECRETCOOKIE" },
      body: `${secret} ${secret.slice(6)} the-platforms-own-secret v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= ${"x".repeat(5000)}`,
    };
    await run();
    const kept = await webhooks.delivery((await log())[0]?.id ?? "");
    expect(kept?.answerBody).toMatch(/^\*\*\* \*\*\* /);
    expect(kept?.answerBody).toHaveLength(2000);
    expect(kept?.requestHeaders).toMatchObject({ "webhook-signature": "v1,***", "webhook-id": kept?.id });
    const text = JSON.stringify(kept);
    for (const hidden of [secret, "SECRETCOOKIE", "SECRETPATH", "the-platforms-own-secret", "K5oZfzN95Z9"])
      expect(text).not.toContain(hidden);
  });

  test("forgets what ended long ago, never what waits", async () => {
    await make();
    await fire("a");
    await run();
    answer = { status: 500 };
    await fire("b");
    await run();
    expect(await webhooks.deleteBefore(START + 1)).toBe(1);
    expect(await log()).toMatchObject([{ state: "waiting" }]);
  });
});

describe("a delivery of a subscription", () => {
  test("is dropped when its owner may not have it, and masked when contacts are hidden since", async () => {
    const { endpoint } = await make();
    const send = async (key: string) => {
      const { queries, id } = webhooks.deliveryTo(
        endpoint.id,
        { type: "search.matched", key, at: now, data: { matches: [{ title: "电话 13812345678" }] } },
        { subscriptionId: "s", masked: false },
      );
      await runBatch(db, queries);
      return id;
    };
    mayHave = async () => ({ refused: "its owner may not read postings" });
    const dropped = await send("a");
    await run();
    expect(await webhooks.delivery(dropped)).toMatchObject({
      ...{ state: "dropped", error: "its owner may not read postings" },
    });
    expect(await webhooks.replay({ id: dropped })).toBe(0);
    expect(got).toEqual([]);
    mayHave = async () => ({ refused: null, mask: true });
    const masked = await send("b");
    await run();
    expect(got[0]?.body).toContain("***");
    expect(got[0]?.body).not.toContain("13812345678");
    expect((await webhooks.delivery(masked))?.body).toBe(got[0]?.body);
  });
});
