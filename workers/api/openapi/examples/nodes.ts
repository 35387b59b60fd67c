import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const NODE = "6a0c5a52-1d43-4f0e-8a55-0a4f3c1b7d10";
const KEYWORD = "0193f0c1-7a00-7000-8000-0000000000a1";
const RUN = "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90";
const SESSION = "1f6d2f7e-58a9-4d0b-9d0e-7c0f6a1f2b33";
const COMMAND = "c6a2a1de-23a4-4c38-8a5e-9d9f3f1a7e21";

const metrics = {
  cpu: 0.31,
  memory_used_bytes: 2_147_483_648,
  memory_total_bytes: 8_589_934_592,
  process_bytes: 182_452_224,
  disk_free_bytes: 42_949_672_960,
  disk_total_bytes: 107_374_182_400,
  net_received_bytes_per_s: 81_920,
  net_sent_bytes_per_s: 20_480,
  uptime_s: 86_400,
};
const work = {
  keyword_id: KEYWORD,
  fence: 12,
  platform: "qcwy",
  keyword: "Java",
  city: "上海",
  pages: 7,
  since: EXAMPLE_NOW - 30_000,
};
const report = {
  session: SESSION,
  version: "0.1.0",
  package_version: null,
  node_version: "v24.21.0",
  os: "Linux 6.1 x64",
  hostname: "crawler-1",
  platforms: ["qcwy", "zhilian"],
  labels: ["cn"],
  slots: 4,
  spooled: { batches: 0, bytes: 0 },
  totals: { pages: 320, rows: 6400, failed_pages: 1, dropped: 0 },
};
const node = {
  id: NODE,
  name: "crawler-1",
  labels: ["cn"],
  note: "Shanghai, home line",
  state: "online",
  mode: "run",
  last_seen_at: EXAMPLE_NOW,
  load: 0.25,
  report,
  metrics,
  work: [work],
  created_at: EXAMPLE_NOW - 86_400_000,
  updated_at: EXAMPLE_NOW - 86_400_000,
  deleted_at: null,
};
const command = {
  id: COMMAND,
  kind: "pace",
  delay_ms: 5000,
  slots: 2,
  version: null,
  state: "waiting",
  message: null,
  created_by: "admin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  created_at: EXAMPLE_NOW,
  settled_at: null,
};
const run = {
  run_id: RUN,
  started_at: EXAMPLE_NOW - 30_000,
  finished_at: null,
  pages: 7,
  rows: 140,
  distinct: 138,
  invalid: 0,
  reported: 312,
  early_stopped: false,
};
const part = { part: 0, parent: null, filters: {}, state: "open", page: 7, reported: 312, rows: 140 };
const page = {
  part: 0,
  page: 8,
  reported: 312,
  rows: 2,
  invalid: 0,
  keys: ["153000001", "153000002"],
  fresh: null,
  last: false,
  outcome: "ok",
};
const settings = {
  list_url: "https://we.51job.com",
  detail_url: "https://jobs.51job.com",
  company_url: "https://jobs.51job.com",
  fetch_mode: "http",
  delay_ms: 3000,
  jitter_ms: 2000,
  concurrency: 2,
  timeout_ms: 20_000,
  early_stop_pages: 2,
  cap_rows: 1000,
  breaker_cooldown_ms: 1_800_000,
  breaker_failures: 5,
  details: "off",
  company_days: 30,
  runs_on: "both",
  node_labels: [],
};

export const nodeDocs: DocsByRoute = {
  "GET /api/v1/nodes": { id: "listNodes", answers: { 200: { items: [node], next_cursor: null } } },
  "POST /api/v1/nodes": {
    id: "createNode",
    body: { name: "crawler-1", labels: ["cn"], note: "Shanghai, home line" },
    answers: {
      201: {
        node: { ...node, state: "new", load: 0, work: [], report: null, metrics: null, last_seen_at: null },
        key: "jd_…",
      },
    },
  },
  "GET /api/v1/nodes/{id}": {
    id: "showNode",
    answers: {
      200: {
        ...node,
        samples: [{ at: EXAMPLE_NOW, metrics }],
        events: [{ at: EXAMPLE_NOW - 600_000, type: "online", detail: {} }],
        commands: [command],
      },
    },
  },
  "PATCH /api/v1/nodes/{id}": { id: "updateNode", body: { labels: ["cn", "home"] }, answers: { 200: node } },
  "DELETE /api/v1/nodes/{id}": {
    id: "deleteNode",
    answers: {
      200: {
        node: { ...node, deleted_at: EXAMPLE_NOW },
        restore: { method: "POST", path: `/api/v1/nodes/${NODE}/restore` },
      },
    },
  },
  "POST /api/v1/nodes/{id}/restore": { id: "restoreNode", answers: { 200: node } },
  "POST /api/v1/nodes/{id}/key": { id: "createNodeKey", answers: { 201: { key: "jd_…", revoked: 1 } } },
  "POST /api/v1/nodes/{id}/commands": {
    id: "commandNode",
    body: { kind: "pace", delay_ms: 5000, slots: 2 },
    answers: { 201: command },
  },
  "POST /api/v1/nodes/{id}/heartbeat": {
    id: "nodeHeartbeat",
    body: { sent_at: EXAMPLE_NOW, ...report, activity: "running", metrics, work: [work], done: [] },
    answers: {
      200: { now: EXAMPLE_NOW, interval_ms: 15_000, commands: [{ id: COMMAND, kind: "pause" }] },
    },
  },
  "POST /api/v1/nodes/{id}/lease": {
    id: "leaseWork",
    body: { sent_at: EXAMPLE_NOW, session: SESSION, platforms: ["qcwy"], labels: ["cn"], free: 2 },
    answers: {
      200: {
        claims: [
          {
            keyword_id: KEYWORD,
            platform: "qcwy",
            keyword: "Java",
            city: "上海",
            channel: "web",
            run_id: RUN,
            fence: 12,
            lease_until: EXAMPLE_NOW + 60_000,
            attempt: 1,
            parts: [part],
            run,
            recrawl: false,
            stale_pages: 0,
          },
        ],
        wait_ms: 500,
        reason: null,
        settings: { qcwy: settings },
        lease_ms: 60_000,
        commit_ms: 250,
      },
    },
  },
  "POST /api/v1/nodes/{id}/gates/{platform}/permits": {
    id: "exchangePermits",
    body: { reports: [{ permit: "p41", outcome: "ok" }], want: 1, give_back: [] },
    answers: { 200: { permits: ["p42"], wait_ms: 0, breaker: "closed", reason: null } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/renew": {
    id: "renewLease",
    body: { fence: 12 },
    answers: { 200: { lease_until: EXAMPLE_NOW + 60_000 } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/progress": {
    id: "saveProgress",
    body: { fence: 12, pages: [page] },
    answers: { 200: { lease_until: EXAMPLE_NOW + 60_000, run, stale_pages: 0 } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/split": {
    id: "splitPart",
    body: { fence: 12, part: 0, children: [{ degree: "04" }, { degree: "05" }] },
    answers: {
      200: {
        parts: [{ ...part, part: 1, parent: 0, filters: { degree: "04" }, page: 0, reported: null, rows: 0 }],
      },
    },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/seen": {
    id: "checkSeen",
    body: { fence: 12, entries: [{ key: "153000001", hash: "0f343b0931126a20" }] },
    answers: { 200: { verdicts: ["new"] } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/notes": {
    id: "noteWork",
    body: { fence: 12, type: "page-kept", detail: { key: "kept-pages/…", page: 8, outcome: "blocked" } },
    answers: { 200: {} },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/settle": {
    id: "settleWork",
    body: { fence: 12, settlement: { kind: "done", outcome: "ok" } },
    answers: { 200: { state: "done" } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/detail-pages": {
    id: "stepDetailPages",
    body: {
      op: "wanted",
      fence: 12,
      type: "job_detail",
      pages: [{ key: "153000001", hash: "0f343b0931126a20" }],
    },
    answers: { 200: { wanted: [true] } },
  },
  "POST /api/v1/nodes/{id}/work/{keyword_id}/failed-pages": {
    id: "keepFailedPage",
    body: "<html>…</html>",
    answers: { 201: { key: "kept-pages/2026-11-22/qcwy/7b1f0c52-1795642246738-page8.html" } },
  },
};
