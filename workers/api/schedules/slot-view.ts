/** Shows a schedule's slot as the API answers it (X1). */
import { z } from "@hono/zod-openapi";
import { SlotReason, SlotStatus } from "../../../shared/contracts/schedule.ts";
import { MINUTE_MS } from "../../../shared/time.ts";
import type { ScheduleSlot } from "../../db/schedule-schema.ts";
import { Instant } from "../http/answers.ts";

export const ScheduleNameParam = z.object({ name: z.string().min(1).max(100) });

export const SlotView = z.object({
  slot_at: Instant.describe("The minute the slot stands for; of several slots the first"),
  to_at: Instant.nullable().describe("The last of several slots that got the same answer; null for one slot"),
  count: z.number().int().describe("Slots in this row"),
  trigger: z.enum(["schedule", "manual", "backfill"]).describe("What made it run, or should have"),
  status: SlotStatus,
  reason: SlotReason.nullable().describe("Why it is late, skipped or missed; null for fired"),
  late_ms: z.number().int().nullable().describe("From its time to its start; null when it did not run"),
  away_from: Instant.nullable().describe("No dispatcher looked after the schedule from then"),
  away_to: Instant.nullable().describe("until then at least"),
  held_by: z.string().nullable().describe("Request id of the run that went on"),
  claimed_by: z.string().describe("Request id of the tick that answered it"),
  started_at: Instant.nullable(),
  finished_at: Instant.nullable().describe("Null while it runs"),
  error: z.string().nullable(),
  attempts: z.number().int().describe("Starts; over 1 when a dispatcher died and the slot was run again"),
  task_id: z.string().nullable().describe("The task that it created"),
  backfill_id: z.string().nullable(),
});

const triggerOf = ({ slotAt, backfillId }: ScheduleSlot) => {
  if (backfillId !== null) return "backfill";
  return slotAt % MINUTE_MS === 0 ? "schedule" : "manual";
};

export const slotView = (slot: ScheduleSlot): z.infer<typeof SlotView> => ({
  slot_at: slot.slotAt,
  to_at: slot.toAt,
  count: slot.count,
  trigger: triggerOf(slot),
  status: slot.status,
  reason: slot.reason,
  late_ms: slot.startedAt === null ? null : slot.startedAt - slot.slotAt,
  away_from: slot.detail?.away_from ?? null,
  away_to: slot.detail?.away_to ?? null,
  held_by: slot.detail?.held_by ?? null,
  claimed_by: slot.claimedBy,
  started_at: slot.startedAt,
  finished_at: slot.finishedAt,
  error: slot.error,
  attempts: slot.attempts,
  task_id: slot.taskId,
  backfill_id: slot.backfillId,
});
