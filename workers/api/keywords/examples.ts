import type { z } from "@hono/zod-openapi";
import type { Keyword } from "../../../shared/contracts/keyword.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const EXAMPLE_KEYWORD_ID = "019aaa9e-4800-8000-8000-5f1c2b7d9e04";

export const exampleKeyword = {
  id: EXAMPLE_KEYWORD_ID,
  platform: "boss",
  keyword: "数据分析",
  city: "北京",
  channel: "web",
  priority: 5,
  state: "done",
  due_at: EXAMPLE_NOW + DAY_MS,
  attempts: 0,
  last_outcome: "past-end",
  last_error: null,
  owner_id: "6d1f6c0e-3b57-4a0c-9a53-0f4a5c9c7e11",
  department_id: null,
  run: {
    run_id: "7b1f0c52-9f3e-4a57-8d0a-3c1e5a2f6b90",
    started_at: EXAMPLE_NOW - 240_000,
    finished_at: EXAMPLE_NOW - 30_000,
    pages: 20,
    rows: 300,
    distinct: 297,
    invalid: 0,
    reported: 300,
    early_stopped: false,
    limited_by: null,
  },
  coverage: { distinct: 297, reported: 300, at: EXAMPLE_NOW - 30_000 },
  created_at: EXAMPLE_NOW - 3_600_000,
  updated_at: EXAMPLE_NOW - 30_000,
  deleted_at: null,
} satisfies z.input<typeof Keyword>;

export const exampleWaitingKeyword = {
  ...exampleKeyword,
  state: "pending",
  due_at: EXAMPLE_NOW,
  last_outcome: null,
  run: null,
  coverage: null,
} satisfies z.input<typeof Keyword>;

/** Counts of a list of two keywords, of which one is wrong. */
export const exampleKeywordCounts = {
  received: 2,
  created: 1,
  exists: 0,
  restored: 0,
  exists_in_other_department: 0,
  valid: 1,
  rejected: 1,
};
