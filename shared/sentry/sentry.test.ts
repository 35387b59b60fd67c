/** Errors of the log arrive at a server that speaks Sentry's envelopes, without secrets and without data of people. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLogger } from "../log.ts";
import { parseDsn } from "./dsn.ts";
import { framesOf, hideData, type SentryEvent } from "./event.ts";
import { createReporter, newSentLately, type SentLately } from "./reporter.ts";

interface Received {
  url: string;
  headers: IncomingMessage["headers"];
  lines: string[];
}
const received: Received[] = [];
let answer: { status: number; retryAfter?: string } = { status: 200 };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const lines = Buffer.concat(chunks).toString("utf8").split("\n");
    received.push({ url: request.url ?? "", headers: request.headers, lines });
    response
      .writeHead(answer.status, answer.retryAfter ? { "retry-after": answer.retryAfter } : {})
      .end("{}");
  });
});
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received.length = 0;
  answer = { status: 200 };
});

const SECRET = "a-very-secret-password";

/** A logger that reports, with its own clock. */
function stage(sent: SentLately = newSentLately(), host = origin) {
  const rig = { now: Date.UTC(2026, 10, 29), pending: [] as Promise<unknown>[] };
  const report = createReporter(
    {
      dsn: `http://publickey@${host}/base/42`,
      environment: "production",
      fetch: (url, init) => fetch(url, init),
      now: () => rig.now,
      newId: () => crypto.randomUUID(),
      inBackground: (work) => void rig.pending.push(work),
    },
    sent,
  );
  if (!report) throw new Error("no reporter");
  const written: string[] = [];
  const logger = createLogger(
    { component: "api" },
    { secrets: [SECRET], report, write: (line) => written.push(line) },
  );
  return { rig, logger, written, sent: () => Promise.all(rig.pending) };
}

const eventsOf = () => received.map(({ lines }) => JSON.parse(lines[2] ?? "") as SentryEvent);

test("an error arrives as an envelope, with its stack, and without secrets and data of people", async () => {
  const { logger, sent } = stage();
  const error = new TypeError(
    `row of 张三丰 (13812345678, zhang@example.com) at "secret cell" with ${SECRET}, see https://x.example/p?token=abc`,
  );
  logger
    .child({ request_id: "r-1", actor: "wang@example.com", ip: "192.0.2.7", path: "/api/v1/jobs/张三" })
    .error("request failed", { method: "GET", route: "/api/v1/jobs", keyword: "护士 上海", error });
  logger.warn("only a warning");
  await sent();
  expect(received).toHaveLength(1);
  const [{ url, headers, lines } = expect.fail("nothing came")] = received;
  expect(url).toBe("/base/api/42/envelope/");
  expect(headers).toMatchObject({
    "content-type": "application/x-sentry-envelope",
    "x-sentry-auth": "Sentry sentry_version=7, sentry_client=jobdata/1.0, sentry_key=publickey",
  });
  const [head = "", item = "", payload = ""] = lines;
  expect(JSON.parse(head)).toMatchObject({ sent_at: "2026-11-29T00:00:00.000Z" });
  expect(JSON.parse(item)).toEqual({
    type: "event",
    content_type: "application/json",
    length: Buffer.byteLength(payload),
  });
  const event = JSON.parse(payload) as SentryEvent;
  expect(event.event_id).toMatch(/^[0-9a-f]{32}$/);
  expect(event).toMatchObject({
    environment: "production",
    level: "error",
    logger: "api",
    tags: { component: "api", method: "GET", route: "/api/v1/jobs" },
    extra: { request_id: "r-1" },
  });
  const [exception] = event.exception?.values ?? [];
  expect(exception?.type).toBe("TypeError");
  expect(exception?.value).toMatch(/^request failed: row of \*\*\*/);
  expect(exception?.stacktrace?.frames.at(-1)?.filename).toContain("sentry.test");
  for (const hidden of [
    "张三",
    "13812345678",
    "example.com",
    "secret cell",
    SECRET,
    "token=abc",
    "护士",
    "192.0.2.7",
  ])
    expect(payload).not.toContain(hidden);
});

test("the same error is sent once a minute, ten in all, and what was left out is told with the next", async () => {
  const { logger, rig, sent } = stage();
  for (let times = 0; times < 5; times++) logger.error("same", { error: new Error("again") });
  for (let n = 0; n < 20; n++) logger.error(`other ${"x".repeat(n)}`);
  await sent();
  expect(received).toHaveLength(10);
  rig.now += 61_000;
  logger.error("same", { error: new Error("again") });
  await sent();
  expect(received).toHaveLength(11);
  const told = eventsOf().map(({ extra }) => Number(extra.dropped_events ?? 0));
  expect(told.reduce((sum, one) => sum + one, 0)).toBe(4 + 11);
});

test("a server that is overloaded is left in peace for as long as it asks", async () => {
  const { logger, rig, sent } = stage();
  answer = { status: 429, retryAfter: "120" };
  logger.error("one");
  await sent();
  rig.now += 119_000;
  logger.error("two");
  await sent();
  expect(received).toHaveLength(1);
  rig.now += 2000;
  answer = { status: 200 };
  logger.error("three");
  await sent();
  expect(eventsOf().at(-1)).toMatchObject({ message: { formatted: "three" }, extra: { dropped_events: 2 } });
});

test("a server that is away, and a line that is no JSON, fail nothing", async () => {
  const away = stage(newSentLately(), "127.0.0.1:1");
  away.logger.error("one");
  await away.sent();
  expect(away.written).toHaveLength(1);
  const odd = createLogger({}, { format: () => "no json", write: () => {}, report: stageReport() });
  expect(() => odd.error("x")).not.toThrow();
});
function stageReport() {
  const report = createReporter(
    {
      dsn: `http://k@${origin}/1`,
      environment: "local",
      fetch,
      now: () => 0,
      newId: () => "id",
      inBackground: () => {},
    },
    newSentLately(),
  );
  return report ?? undefined;
}

test("a DSN is read, and what is none is refused", () => {
  expect(parseDsn("https://abc@o1.ingest.sentry.io/55")).toEqual({
    publicKey: "abc",
    envelopeUrl: "https://o1.ingest.sentry.io/api/55/envelope/",
  });
  for (const wrong of [
    "",
    "abc",
    "https://o1.ingest.sentry.io/55",
    "https://abc@host/",
    "https://abc@host/x",
    "ftp://a@h/1",
  ])
    expect(parseDsn(wrong)).toBeNull();
});

test("texts of any length and form are hidden in time that grows with them", () => {
  for (const text of [
    '"'.repeat(50_000),
    "'a".repeat(50_000),
    "?".repeat(50_000),
    "at (".repeat(50_000),
    "@".repeat(50_000),
  ]) {
    expect(hideData(text).length).toBeLessThanOrEqual(8000);
    expect(framesOf(text)).toEqual([]);
  }
  expect(hideData("Failed query: select id from users where name = ?\nparams: wang,\nlin")).toBe(
    "Failed query: select id from users where name = ?\nparams: ***",
  );
  expect(hideData("attempt 3 of 5 failed with code 503")).toBe("attempt 3 of 5 failed with code 503");
});
