import type { z } from "@hono/zod-openapi";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { DeadLetterView } from "./dead-letter-view.ts";
import type { IngestBacklog, IngestCounts } from "./ingest-view.ts";
import type { SeenRebuildView } from "./seen-rebuild-view.ts";

export const EXAMPLE_UPLOAD_ID = "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11";
export const EXAMPLE_DEAD_LETTER_ID = `${EXAMPLE_UPLOAD_ID}.2`;

export const exampleDeadLetter = {
  id: EXAMPLE_DEAD_LETTER_ID,
  upload_id: EXAMPLE_UPLOAD_ID,
  part: 2,
  batch_id: "2026-11-22-0001",
  platform: "qcwy",
  channel: "web",
  data_type: "job",
  source: "node:2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10",
  request_id: "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
  bytes: 48_213,
  received: 20,
  invalid: 1,
  problems: [{ index: 4, field: "jobId", reason: "is missing" }],
  attempts: 8,
  error: "ClickHouse refused the rows: TYPE_MISMATCH",
  accepted_at: EXAMPLE_NOW - 600_000,
  dead_at: EXAMPLE_NOW - 120_000,
} satisfies z.input<typeof DeadLetterView>;

export const exampleIngestCounts = {
  parts: 64,
  received: 1280,
  inserted: 1201,
  changed: 17,
  duplicates: 61,
  invalid: 1,
} satisfies z.input<typeof IngestCounts>;

export const exampleBacklog = {
  waiting_parts: 2,
  waiting_rows: 40,
  oldest_waiting_at: EXAMPLE_NOW - 4_000,
  dead_letters: 0,
  quarantined_batches: 1,
  quarantined_rows: 30,
  last_error: null,
} satisfies z.input<typeof IngestBacklog>;

export const exampleSeenRebuild = {
  platform: "boss",
  type: "job",
  state: "running",
  restored: 240_000,
  index_keys: null,
  requested_by: "user:operator",
  requested_at: EXAMPLE_NOW - 90_000,
  updated_at: EXAMPLE_NOW - 1000,
  finished_at: null,
  error: null,
} satisfies z.input<typeof SeenRebuildView>;
