/** Shows a backfill as the API answers it. */
import { z } from "@hono/zod-openapi";
import { BACKFILL_STATES } from "../../../shared/contracts/schedule.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { ScheduleBackfill } from "../../db/schedule-schema.ts";
import { Instant } from "../http/answers.ts";
import { Id } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { ScheduleNameParam } from "./slot-view.ts";

export const BackfillView = z.object({
  id: z.uuid(),
  schedule: z.string(),
  from: Instant,
  to: Instant,
  with_skipped: z.boolean(),
  state: z.enum(BACKFILL_STATES),
  total: z.number().int().describe("Slots when it began"),
  done: z.number().int(),
  failed: z.number().int(),
  created_by: z.string(),
  created_at: Instant,
  finished_at: Instant.nullable(),
});
export type BackfillView = z.infer<typeof BackfillView>;

export const backfillView = (backfill: ScheduleBackfill): BackfillView => ({
  id: backfill.id,
  schedule: backfill.schedule,
  from: backfill.fromAt,
  to: backfill.toAt,
  with_skipped: backfill.withSkipped,
  state: backfill.state,
  total: backfill.total,
  done: backfill.done,
  failed: backfill.failed,
  created_by: backfill.createdBy,
  created_at: backfill.createdAt,
  finished_at: backfill.finishedAt,
});

/** @throws ApiError validation_failed */
export function checkSpan({ from, to }: { from: number; to: number }): void {
  if (to < from) throw fieldError("to", "is before from");
}

export const BackfillParam = ScheduleNameParam.extend({ id: Id });

export const exampleBackfill = {
  id: "7d8e0a52-94c1-4c1e-8a3f-52a1b0c9d6e4",
  schedule: "crawl-mornings",
  from: EXAMPLE_NOW - 86_400_000,
  to: EXAMPLE_NOW,
  with_skipped: false,
  state: "running",
  total: 3,
  done: 1,
  failed: 0,
  created_by: "lin",
  created_at: EXAMPLE_NOW,
  finished_at: null,
} satisfies BackfillView;
