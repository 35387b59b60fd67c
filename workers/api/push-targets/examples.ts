import type { z } from "@hono/zod-openapi";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_UPLOAD_ID } from "../ingest/examples.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import type { FailureView } from "./failure-view.ts";
import type { TargetView } from "./target-view.ts";

export const EXAMPLE_TARGET_ID = "2f0e6a63-8a3f-4a4e-9d0c-5a1b7c9e4f10";
export const EXAMPLE_DELIVERY_ID = `${EXAMPLE_UPLOAD_ID}.2`;
export const EXAMPLE_SECRET = "whsec_fR88C5qOTWK1wfDjp9lILGteHwo8fZ4h";

export const exampleTarget = {
  id: EXAMPLE_TARGET_ID,
  name: "Warehouse",
  data_type: "job",
  url: "https://hooks.warehouse.com/***",
  enabled: true,
  waiting: 2,
  oldest_waiting_at: EXAMPLE_NOW - 4000,
  failed: 0,
  pushed: 1840,
  last_pushed_at: EXAMPLE_NOW - 9000,
  failing_since: EXAMPLE_NOW - 4000,
  next_try_at: EXAMPLE_NOW + 2000,
  last_error: "the target answered 503",
  created_at: EXAMPLE_NOW - DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
} satisfies z.input<typeof TargetView>;

/** A target that has received nothing yet. */
export const exampleNewTarget = {
  ...exampleTarget,
  waiting: 0,
  oldest_waiting_at: null,
  pushed: 0,
  last_pushed_at: null,
  failing_since: null,
  next_try_at: null,
  last_error: null,
};

export const exampleFailure = {
  id: EXAMPLE_DELIVERY_ID,
  upload_id: EXAMPLE_UPLOAD_ID,
  part: 2,
  batch_id: "2026-11-22-0001",
  platform: "qcwy",
  channel: "web",
  data_type: "job",
  received: 20,
  bytes: 48_213,
  attempts: 57,
  error: "the target answered 503",
  stored_at: EXAMPLE_NOW - 90_000_000,
  failed_at: EXAMPLE_NOW - 3_600_000,
} satisfies z.input<typeof FailureView>;
