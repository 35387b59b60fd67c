import { DAY_MS } from "../../../../shared/time.ts";
import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const PROXY_ID = "d4e5f6a7-b8c9-4d0e-8f1a-2b3c4d5e6f77";
const TOKEN_ID = "e5f6a7b8-c9d0-4e1f-9a2b-3c4d5e6f7a88";
const NODE_ID = "f6a7b8c9-d0e1-4f2a-8b3c-4d5e6f7a8b99";

const live = {
  state: "leased",
  lease: { node: NODE_ID, fence: 12, until: EXAMPLE_NOW + 90_000 },
  used_today: 340,
  successes: 5120,
  failures: 31,
  stale_requests: 0,
  health: 0.96,
  quarantine: null,
  strikes: 0,
  last_outcome: "ok",
  last_error: null,
  last_used_at: EXAMPLE_NOW - 4000,
  created_at: EXAMPLE_NOW - 30 * DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
};
const idle = { ...live, state: "free", lease: null };
const unused = {
  ...idle,
  used_today: 0,
  successes: 0,
  failures: 0,
  health: 1,
  last_outcome: null,
  last_used_at: null,
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
};

const proxy = {
  id: PROXY_ID,
  name: "Shanghai 3",
  protocol: "socks5",
  host: "sh3.vendor.net",
  port: 1080,
  username_hint: "cr***",
  platforms: ["qcwy", "zhilian"],
  daily_budget: 2000,
  enabled: true,
  note: "",
  ...live,
};
const token = {
  id: TOKEN_ID,
  name: "boss cookie",
  platform: "boss",
  kind: "cookie",
  header_name: "cookie",
  value_hint: "…9f3a",
  daily_budget: 300,
  expires_at: EXAMPLE_NOW + 7 * DAY_MS,
  enabled: true,
  note: "",
  ...live,
};
const deleted = { state: "free", lease: null, deleted_at: EXAMPLE_NOW };
const restoreOf = (noun: string, id: string) => ({ method: "POST", path: `/api/v1/${noun}/${id}/restore` });
const imported = (id: string, reason: string) => ({
  received: 3,
  created: 1,
  exists: 1,
  rejected: 1,
  items: [
    { line: 1, result: "created", id, reason: null },
    { line: 2, result: "exists", id, reason: "is there already" },
    { line: 3, result: "rejected", id: null, reason },
  ],
});
const held = (id: string, kind: string, over: object) => ({
  id,
  kind,
  fence: 12,
  state: "ok",
  until: EXAMPLE_NOW + 120_000,
  budget_left: 1660,
  reason: null,
  ...over,
});

const proxyDocs: DocsByRoute = {
  "GET /api/v1/proxies": { id: "listProxies", answers: { 200: { items: [proxy], next_cursor: null } } },
  "POST /api/v1/proxies": {
    id: "createProxy",
    body: {
      name: "Shanghai 3",
      protocol: "socks5",
      host: "sh3.vendor.net",
      port: 1080,
      username: "crawler",
      password: "correct horse",
      platforms: ["qcwy", "zhilian"],
      daily_budget: 2000,
    },
    answers: { 201: { ...proxy, ...unused } },
  },
  "POST /api/v1/proxies/import": {
    id: "importProxies",
    body: "socks5://crawler:secret@sh3.vendor.net:1080\nhttp://sh4.vendor.net:8080\n",
    answers: { 200: imported(PROXY_ID, "host: is a name without a domain") },
  },
  "GET /api/v1/proxies/{id}": { id: "showProxy", answers: { 200: proxy } },
  "PATCH /api/v1/proxies/{id}": {
    id: "updateProxy",
    body: { password: "new horse", daily_budget: 1000 },
    answers: { 200: { ...proxy, ...idle, daily_budget: 1000 } },
  },
  "DELETE /api/v1/proxies/{id}": {
    id: "deleteProxy",
    answers: { 200: { proxy: { ...proxy, ...deleted }, restore: restoreOf("proxies", PROXY_ID) } },
  },
  "POST /api/v1/proxies/{id}/restore": { id: "restoreProxy", answers: { 200: { ...proxy, ...idle } } },
  "POST /api/v1/proxies/{id}/release": { id: "releaseProxy", answers: { 200: { ...proxy, ...idle } } },
  "POST /api/v1/proxies/{id}/test": {
    id: "testProxy",
    answers: {
      200: { ok: true, platform: "qcwy", ms: 184, step: "tunnel", error: null, proxy },
    },
  },
};

const tokenDocs: DocsByRoute = {
  "GET /api/v1/platform-tokens": {
    id: "listPlatformTokens",
    answers: { 200: { items: [token], next_cursor: null } },
  },
  "POST /api/v1/platform-tokens": {
    id: "createPlatformToken",
    body: { platform: "boss", kind: "cookie", value: "wt2=abc; zp_at=def9f3a", daily_budget: 300 },
    answers: { 201: { ...token, ...unused, expires_at: null } },
  },
  "POST /api/v1/platform-tokens/import": {
    id: "importPlatformTokens",
    body: "platform,kind,value\nboss,cookie,wt2=abc; zp_at=def9f3a\n",
    answers: { 200: imported(TOKEN_ID, "value: is empty") },
  },
  "GET /api/v1/platform-tokens/{id}": { id: "showPlatformToken", answers: { 200: token } },
  "PATCH /api/v1/platform-tokens/{id}": {
    id: "updatePlatformToken",
    body: { enabled: false },
    answers: { 200: { ...token, ...idle, state: "disabled", enabled: false } },
  },
  "DELETE /api/v1/platform-tokens/{id}": {
    id: "deletePlatformToken",
    answers: {
      200: { platform_token: { ...token, ...deleted }, restore: restoreOf("platform-tokens", TOKEN_ID) },
    },
  },
  "POST /api/v1/platform-tokens/{id}/restore": {
    id: "restorePlatformToken",
    answers: { 200: { ...token, ...idle } },
  },
  "POST /api/v1/platform-tokens/{id}/release": {
    id: "releasePlatformToken",
    answers: { 200: { ...token, ...idle } },
  },
  "POST /api/v1/platform-tokens/{id}/test": {
    id: "testPlatformToken",
    answers: {
      200: { ok: true, ms: 412, step: "answer", outcome: "ok", error: null, platform_token: token },
    },
  },
};

export const resourceDocs: DocsByRoute = {
  ...proxyDocs,
  ...tokenDocs,
  "POST /api/v1/nodes/{id}/resources/lease": {
    id: "leaseResource",
    body: { kind: "proxy", platform: "qcwy", ttl_ms: 120_000 },
    answers: {
      200: {
        resource: {
          kind: "proxy",
          id: PROXY_ID,
          fence: 12,
          until: EXAMPLE_NOW + 120_000,
          budget_left: 1660,
          protocol: "socks5",
          host: "sh3.vendor.net",
          port: 1080,
          username: "crawler",
          password: "correct horse",
        },
        wait_ms: 0,
        reason: null,
      },
    },
  },
  "POST /api/v1/nodes/{id}/resources/renew": {
    id: "renewResources",
    body: { items: [{ id: PROXY_ID, kind: "proxy", fence: 12 }], ttl_ms: 120_000 },
    answers: { 200: { items: [held(PROXY_ID, "proxy", {})] } },
  },
  "POST /api/v1/nodes/{id}/resources/report": {
    id: "reportResources",
    body: {
      items: [
        { id: PROXY_ID, kind: "proxy", fence: 12, outcome: "ok", requests: 8 },
        { id: TOKEN_ID, kind: "token", fence: 12, outcome: "login-needed", requests: 1, error: "code 7" },
      ],
    },
    answers: {
      200: {
        items: [
          held(PROXY_ID, "proxy", { budget_left: 1652 }),
          held(TOKEN_ID, "token", { state: "ended", until: null, budget_left: 12, reason: "login-needed" }),
        ],
      },
    },
  },
  "POST /api/v1/nodes/{id}/resources/release": {
    id: "releaseResources",
    body: { items: [{ id: PROXY_ID, kind: "proxy", fence: 12 }] },
    answers: {
      200: { items: [held(PROXY_ID, "proxy", { state: "ended", until: null, reason: "released" })] },
    },
  },
  "POST /api/v1/vault/rotate": {
    id: "rotateVault",
    answers: {
      200: {
        key_id: "2026",
        kinds: [
          { kind: "proxy", moved: 120, overtaken: 0, unreadable: [] },
          { kind: "token", moved: 6, overtaken: 0, unreadable: [] },
          { kind: "push-target", moved: 2, overtaken: 0, unreadable: [] },
        ],
      },
    },
  },
};
