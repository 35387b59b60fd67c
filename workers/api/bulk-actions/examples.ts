import type { BulkAction, BulkItem } from "../../../shared/contracts/bulk.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { EXAMPLE_TASK_ID } from "../tasks/examples.ts";

export const EXAMPLE_BULK_ID = "5d0f1a86-2f5e-4a4c-9c3f-7f2f6f0f3c11";

export const exampleBulkAction = {
  id: EXAMPLE_BULK_ID,
  noun: "tasks",
  action: "retry",
  priority: null,
  reason: null,
  filter: { state: "failed", kind: "data.validate" },
  rate: { first: 100, per_minute: 100 },
  state: "running",
  total: 1200,
  done: 190,
  refused: 10,
  unknown: 0,
  left: 1000,
  percent: 16.7,
  rate_per_second: 2.9,
  left_s: 600,
  next_at: EXAMPLE_NOW + 21_000,
  error: null,
  created_by: "lin",
  created_at: EXAMPLE_NOW - 70_000,
  started_at: EXAMPLE_NOW - 69_000,
  ended_at: null,
  aborted_by: null,
  results_until: EXAMPLE_NOW + 37 * DAY_MS,
} satisfies BulkAction;

export const exampleBulkItem = {
  seq: 17,
  id: EXAMPLE_TASK_ID,
  outcome: "refused",
  message: "a task that runs cannot be recovered: cancel it first",
} satisfies BulkItem;
