/** A re-clean as the API shows it, and the rows that it changes. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { DataType, Platform } from "../../../shared/contracts/platform.ts";
import {
  CANCELLABLE_STATES,
  FieldCount,
  RecleanCounts,
  RecleanState,
  UNDOABLE_STATES,
} from "../../../shared/contracts/recleans.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { RecleanRecord } from "../../db/reclean-schema.ts";
import { HISTORY_TABLE } from "../../recleans/targets.ts";
import { Instant } from "../http/answers.ts";
import type { ApiEnv } from "../http/context.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const Day = z.iso.date().describe("Day of China Standard Time (UTC+8)");

export const RecleanView = z.object({
  id: z.uuid(),
  platform: Platform,
  data_type: DataType,
  first_day: Day,
  last_day: Day,
  sample: z.number().int().describe("Percent of the rows that were or are checked; 100: all"),
  parser_version: z.number().int(),
  state: RecleanState,
  rows_total: z
    .number()
    .int()
    .nullable()
    .describe("Rows of this state: to check, to write or to restore; null until they are listed"),
  rows_done: z.number().int(),
  counts: RecleanCounts,
  fields: z.array(FieldCount).describe("How often each field changes, the most frequent first"),
  can: z
    .object({ start: z.boolean(), cancel: z.boolean(), undo: z.boolean() })
    .describe("What its state allows now"),
  error: z.string().nullable(),
  created_by: z.string(),
  created_at: Instant,
  checked_at: Instant.nullable(),
  started_by: z.string().nullable(),
  started_at: Instant.nullable(),
  undone_by: z.string().nullable(),
  undone_at: Instant.nullable(),
  finished_at: Instant.nullable(),
});
export type RecleanView = z.infer<typeof RecleanView>;

export const recleanView = (run: RecleanRecord): RecleanView => ({
  id: run.id,
  platform: run.platform,
  data_type: run.dataType,
  first_day: run.firstDay,
  last_day: run.lastDay,
  sample: run.sample,
  parser_version: run.parserVersion,
  state: run.state,
  rows_total: run.keysTotal,
  rows_done: run.keysDone,
  counts: run.counts,
  // The history follows from the rows, and its fields are theirs.
  fields: run.fields
    .filter(({ table }) => table !== HISTORY_TABLE)
    .sort((one, other) => other.rows - one.rows),
  can: {
    start: run.state === "checked",
    cancel: CANCELLABLE_STATES.includes(run.state),
    undo: run.startedAt !== null && UNDOABLE_STATES.includes(run.state),
  },
  error: run.error,
  created_by: run.createdBy,
  created_at: run.createdAt,
  checked_at: run.checkedAt,
  started_by: run.startedBy,
  started_at: run.startedAt,
  undone_by: run.undoneBy,
  undone_at: run.undoneAt,
  finished_at: run.finishedAt,
});

/** @throws ApiError not_found */
export async function findReclean(c: Context<ApiEnv>, id: string): Promise<RecleanRecord> {
  const run = await c.get("services").recleans.find(id);
  if (!run) throw new ApiError("not_found", `no re-clean ${id}`);
  return run;
}

export const exampleReclean = {
  id: "0b8f6f1c-6a0e-4d7e-9a51-6d5f3c1e2b90",
  platform: "qcwy",
  data_type: "job",
  first_day: "2026-11-22",
  last_day: "2026-11-22",
  sample: 100,
  parser_version: 7,
  state: "checked",
  rows_total: 4980,
  rows_done: 4980,
  counts: { changed: 212, history: 40, unreadable: 1, moved: 0, written: 0, skipped: 0, restored: 0 },
  fields: [{ table: "jobs", field: "salary_months", rows: 212, filled: 200, emptied: 0 }],
  can: { start: true, cancel: true, undo: false },
  error: null,
  created_by: "lin",
  created_at: EXAMPLE_NOW - 60_000,
  checked_at: EXAMPLE_NOW - 40_000,
  started_by: null,
  started_at: null,
  undone_by: null,
  undone_at: null,
  finished_at: null,
} satisfies RecleanView;
