/** A schedule's slot as the API shows it (X1). */
import { z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { ScheduleSlotInfo } from "../../schedule/schedules.ts";
import { Instant } from "../http/answers.ts";

export const ScheduleNameParam = z.object({ name: z.string().min(1).max(100) });

export const SlotView = z.object({
  slot_at: Instant.describe("The minute the slot stands for"),
  status: z.enum(["fired", "skipped", "late"]),
  reason: z.string().nullable().describe("Why it was skipped or late"),
  claimed_by: z.string().describe("Request id of the tick that claimed it"),
  started_at: Instant.nullable(),
  finished_at: Instant.nullable(),
  error: z.string().nullable(),
});

export const slotView = (slot: ScheduleSlotInfo): z.infer<typeof SlotView> => ({
  slot_at: slot.slotAt,
  status: slot.status,
  reason: slot.reason,
  claimed_by: slot.claimedBy,
  started_at: slot.startedAt,
  finished_at: slot.finishedAt,
  error: slot.error,
});

export const scheduleNotFound = (name: string) => new ApiError("not_found", `no schedule ${name}`);
