import type { z } from "@hono/zod-openapi";
import type { NodeView } from "../../../shared/contracts/node-fleet.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const EXAMPLE_NODE_ID = "6a0c5a52-1d43-4f0e-8a55-0a4f3c1b7d10";
export const EXAMPLE_HELD_KEYWORD_ID = "0193f0c1-7a00-7000-8000-0000000000a1";
export const EXAMPLE_RUN_ID = "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90";
export const EXAMPLE_NODE_SESSION = "1f6d2f7e-58a9-4d0b-9d0e-7c0f6a1f2b33";
export const EXAMPLE_COMMAND_ID = "c6a2a1de-23a4-4c38-8a5e-9d9f3f1a7e21";

export const exampleMetrics = {
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

export const exampleWork = {
  keyword_id: EXAMPLE_HELD_KEYWORD_ID,
  fence: 12,
  platform: "qcwy",
  keyword: "Java",
  city: "上海",
  pages: 7,
  since: EXAMPLE_NOW - 30_000,
} as const;

export const exampleReport = {
  session: EXAMPLE_NODE_SESSION,
  version: "0.1.0",
  package_version: null,
  node_version: "v24.21.0",
  os: "Linux 6.1 x64",
  hostname: "crawler-1",
  platforms: ["qcwy" as const, "zhilian" as const],
  labels: ["cn"],
  slots: 4,
  spooled: { batches: 0, bytes: 0 },
  totals: { pages: 320, rows: 6400, failed_pages: 1, dropped: 0 },
};

export const exampleNode = {
  id: EXAMPLE_NODE_ID,
  name: "crawler-1",
  labels: ["cn"],
  note: "Shanghai, home line",
  state: "online",
  mode: "run",
  last_seen_at: EXAMPLE_NOW,
  load: 0.25,
  report: exampleReport,
  metrics: exampleMetrics,
  work: [exampleWork],
  created_at: EXAMPLE_NOW - DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
} satisfies z.input<typeof NodeView>;

export const exampleCommand = {
  id: EXAMPLE_COMMAND_ID,
  kind: "pace",
  delay_ms: 5000,
  slots: 2,
  version: null,
  state: "waiting",
  message: null,
  created_by: "admin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  created_at: EXAMPLE_NOW,
  settled_at: null,
} as const;

export const exampleRun = {
  run_id: EXAMPLE_RUN_ID,
  started_at: EXAMPLE_NOW - 30_000,
  finished_at: null,
  pages: 7,
  rows: 140,
  distinct: 138,
  invalid: 0,
  reported: 312,
  early_stopped: false,
};

export const examplePart = {
  part: 0,
  parent: null,
  filters: {},
  state: "open",
  page: 7,
  reported: 312,
  rows: 140,
} as const;
