import type { Task, TaskBatch } from "../../../shared/contracts/task.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const EXAMPLE_TASK_ID = "019aab3e-7c00-8f03-9d1c-5a0c4be17f20";

export const exampleTask = {
  id: EXAMPLE_TASK_ID,
  kind: "data.validate",
  queue: "data_sync",
  priority: 5,
  key: null,
  order_key: null,
  depends_on: [],
  batch: null,
  run_at: null,
  due_at: null,
  timeout_s: 3600,
  max_attempts: 5,
  input: { from: "2026-11-01", to: "2026-11-07" },
  state: "running",
  attempts: 0,
  cancelling: false,
  manual: false,
  holder: "edge:lin:4f6c1a30",
  progress: {
    done: 3,
    total: 7,
    message: "2026-11-03",
    percent: 42.9,
    rate: 0.5,
    left_s: 8,
    at: EXAMPLE_NOW - 1000,
  },
  result: null,
  error: null,
  created_by: "lin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  created_at: EXAMPLE_NOW - 10_000,
  started_at: EXAMPLE_NOW - 8000,
  ended_at: null,
} satisfies Task;

export const exampleBatch = {
  id: "019aab3e-7c00-8f03-8a40-77bd0c2e91d4",
  queue: "data_sync",
  kind: "data.validate",
  name: "November, day by day",
  total: 30,
  done: 12,
  failed: 1,
  cancelled: 0,
  skipped: 0,
  open: 17,
  percent: 43.3,
  sealed: true,
  created_by: "lin:4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
  created_at: EXAMPLE_NOW - 60_000,
  ended_at: null,
} satisfies TaskBatch;
