/**
 * Sends any input to any registered route, over real objects, D1 and R2. Each answer has the common shape, a status
 * that fits its code, and is no internal error. A new route is covered without being named here.
 */
import { applyD1Migrations, env, reset, runInDurableObject } from "cloudflare:test";
import type { ClickHouseClient } from "@clickhouse/client-web";
import { drizzle } from "drizzle-orm/d1";
import fc from "fast-check";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import type { KeywordLedger } from "../../durable-objects/keyword-ledger/object.ts";
import { lock } from "../../durable-objects/lock/client.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { setUpKey } from "../../tests/edge/api/set-up-key.ts";
import { testApi } from "../../tests/edge/api/test-api.ts";
import { MemorySource } from "../../tests/edge/exports/memory-source.ts";
import { createExports } from "../exports/create-exports.ts";
import { createExportStore } from "../exports/export-store.ts";
import { exportFiles } from "../exports/r2-files.ts";
import { servicesOf } from "../services.ts";
import { createApp } from "./app.ts";
import type { Services } from "./services.ts";

const routes = [
  ...new Map(
    testApi()
      .app.routes.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v1/"))
      // It asks ClickHouse and the browser, which are absent.
      .filter(({ path }) => path !== "/api/v1/health/extended")
      // It has the shape of Prometheus.
      .filter(({ path }) => path !== "/api/v1/metrics/text")
      // The document has its own shape.
      .filter(({ path }) => path !== "/api/v1/openapi.json")
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  ).values(),
];

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
let api: Services;
let app: ReturnType<typeof createApp>;
let keywordId: string;
let key: string;

beforeEach(async () => {
  // ClickHouse is absent: its parameters are checked all the same before it is asked.
  const noRows = { query: async () => ({ json: async () => [] }) } as unknown as ClickHouseClient;
  const real = servicesOf({ ...env }, () => ({ short: noRows, long: noRows })).api;
  const exports = createExports({
    store: createExportStore(drizzle(env.DB)),
    source: new MemorySource(),
    files: exportFiles(env.SPOOL),
    clock: real.clock,
    logger: silent,
    lock: (name) => lock(env, name),
    wake: async () => {},
    inBackground: () => {},
  });
  api = {
    ...real,
    // A load that is asked for sends no request to a site from here.
    dictionaries: { ...real.dictionaries, runInBackground: () => {} },
    // Each figure has a row at least, which no empty answer gives.
    figures: testApi().services.figures,
    quality: testApi().services.quality,
    exports,
    logger: silent,
  };
  app = createApp(() => api);
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  ({ key } = await setUpKey(app));
  for (const platform of PLATFORMS) {
    const stub = keywordLedger(env, platform, 0) as DurableObjectStub<KeywordLedger>;
    await runInDurableObject(stub, (ledger) => {
      ledger.sendWake = async () => {};
    });
  }
  const [made] = await api
    .ledger("qcwy", 0)
    .create([{ platform: "qcwy", keyword: "Java", city: "上海", channel: "web", priority: 5 }], "fuzz");
  keywordId = made?.id ?? "";
});
afterEach(() => reset());

const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    ...[
      "",
      " ",
      "0",
      "-1",
      "1.5",
      "1e9",
      "NaN",
      "null",
      "true",
      "\u0000",
      "\ud800",
      "\ufeff",
      "\u202e",
      "🚀",
      "é",
    ],
    ...["'", '"', "`", "%", "%00", "..", "/", "\\", "'; DROP TABLE keywords;--", "{x:String}", "__proto__"],
    ...[
      "constructor",
      "boss",
      "qcwy",
      "running",
      "北京",
      "kept-pages/x",
      "dispatch-keywords",
      "x".repeat(5000),
    ],
  ),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(null, true, -1, 0, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]]),
  fc.array(oddText, { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Lists by the name that their cursors carry. */
const LISTS = {
  keywords: "/api/v1/keywords",
  "keyword-events": "/api/v1/keywords/:id/events",
  jobs: "/api/v1/jobs",
  "dead-letters": "/api/v1/ingest/dead-letters",
  quarantine: "/api/v1/quarantine",
  "failed-pages": "/api/v1/failed-pages",
  "push-targets": "/api/v1/push-targets",
  uploads: "/api/v1/uploads",
  "upload-findings": "/api/v1/upload-findings",
  "schedule-slots": "/api/v1/schedules/:name/slots",
  users: "/api/v1/users",
  "api-keys": "/api/v1/api-keys",
  "audit-log": "/api/v1/audit-log",
  exports: "/api/v1/exports",
  "company-pairs": "/api/v1/company-pairs",
  "company-decisions": "/api/v1/company-decisions",
  "company-queue": "/api/v1/company-queue",
  "job-pairs": "/api/v1/job-pairs",
  "job-decisions": "/api/v1/job-decisions",
  skills: "/api/v1/skills",
  "skill-edits": "/api/v1/skills/edits",
  "unknown-tags": "/api/v1/skills/unknown",
  proxies: "/api/v1/proxies",
  "platform-tokens": "/api/v1/platform-tokens",
};
const encodeCursor = (position: unknown) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(position))));
const oddPosition = fc.oneof(
  fc.integer(),
  fc.tuple(fc.integer(), fc.constantFrom(...PLATFORMS), oddText),
  oddValue,
);
const names = [
  "platform",
  "keyword",
  "city",
  "channel",
  "priority",
  "state",
  "search",
  "text",
  "limit",
  "ids",
  "items",
  ...["account", "password", "username", "name", "email", "role_ids", "parent_id", "key", "path", "scopes"],
];
const query = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(...names, "include_deleted", "__proto__"), oddText),
    fc.tuple(fc.constant("cursor"), oddText),
    fc.tuple(fc.constant("limit"), fc.constantFrom("1", "200")),
  ),
  { maxLength: 3 },
);
const good = { platform: "qcwy", keyword: "SQL", city: "北京", priority: 1 };
const body = fc.oneof(
  oddValue.map((value) => JSON.stringify(value)),
  fc.dictionary(fc.constantFrom(...names), oddValue).map((over) => JSON.stringify({ ...good, ...over })),
  fc.array(oddValue, { maxLength: 4 }).map((items) => JSON.stringify({ items: [...items, good] })),
  fc.array(oddText, { maxLength: 4 }).map((ids) => JSON.stringify({ ids: [...ids, keywordId] })),
  fc
    .array(fc.array(oddText, { maxLength: 6 }), { maxLength: 4 })
    .map((rows) => rows.map((row) => row.join()).join("\n")),
  fc.string({ maxLength: 40 }),
);
const request = fc.record({
  route: fc.constantFrom(...routes),
  words: fc.array(fc.oneof(oddText, fc.constant("known")), { minLength: 2, maxLength: 2 }),
  query,
  body,
  type: fc.constantFrom("application/json", "text/csv", "text/plain", ""),
  requestId: fc.constantFrom("fuzz-1", "x".repeat(100), "%", ""),
});

const pageRequest = fc
  .tuple(fc.constantFrom(...Object.entries(LISTS)), oddPosition, request)
  .map(([[list, path], position, rest]) => ({
    ...rest,
    route: { method: "GET", path },
    words: ["known"],
    query: [["cursor", encodeCursor([list, position])] as [string, string]],
  }));

test("no input to any route is answered by an error of ours", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(request, pageRequest),
      async ({ route, words, query, body, type, requestId }) => {
        const { method } = route;
        const wellFormed = (text: string) => encodeURIComponent(text.toWellFormed());
        const path = route.path.replaceAll(/:\w+/g, () => {
          const word = words.shift() ?? "";
          return word === "known" ? keywordId : wellFormed(word);
        });
        const pairs = query.map(([name, value]) => `${name}=${wellFormed(value)}`).join("&");
        const headers: Record<string, string> = { authorization: `Bearer ${key}` };
        if (type) headers["content-type"] = type;
        if (requestId) headers["x-request-id"] = requestId;
        const init = { method, headers, body: method === "GET" ? undefined : body };
        const response = await app.request(`${path}${pairs && `?${pairs}`}`, init, env);
        // A file, read to its end: an export of nothing.
        if (response.headers.has("content-disposition")) return void (await response.arrayBuffer());
        const answer = (await response.json()) as { code: unknown };
        expect(response.status).toBeLessThan(500);
        expect(Object.keys(answer).sort()).toEqual(["code", "data", "message", "request_id"]);
        expect(answer.code === 0).toBe(response.status < 400);
      },
    ),
    { numRuns: 1000 },
  );
});
