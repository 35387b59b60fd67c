import type { z } from "@hono/zod-openapi";
import { EXAMPLE_NOW, EXAMPLE_REQUEST_ID } from "../openapi/example.ts";
import type { ScheduleView } from "./schedule-view.ts";
import type { SlotView } from "./slot-view.ts";

export const exampleSlot = {
  slot_at: EXAMPLE_NOW,
  to_at: null,
  count: 1,
  trigger: "schedule",
  status: "fired",
  reason: null,
  late_ms: 12,
  away_from: null,
  away_to: null,
  held_by: null,
  claimed_by: EXAMPLE_REQUEST_ID,
  started_at: EXAMPLE_NOW + 12,
  finished_at: EXAMPLE_NOW + 340,
  error: null,
  attempts: 1,
  task_id: null,
  backfill_id: null,
} satisfies z.input<typeof SlotView>;

export const exampleSchedule = {
  name: "crawl-mornings",
  title: "Crawl before work",
  kind: "cron",
  cron: "0 7 * * MON-FRI",
  every_s: null,
  start_at: null,
  time_zone: "Asia/Shanghai",
  enabled: true,
  paused_at: null,
  catch_up: "once",
  catch_up_max: null,
  max_lateness_s: 7200,
  rerun: false,
  target: "task",
  task: { kind: "keywords.crawl", input: {} },
  has_target: true,
  edited: false,
  default: null,
  next_at: EXAMPLE_NOW + 86_400_000,
  next: [EXAMPLE_NOW + 86_400_000],
  last_slot: exampleSlot,
  last_run: exampleSlot,
  created_by: "lin",
  created_at: EXAMPLE_NOW,
  updated_at: EXAMPLE_NOW,
  deleted_at: null,
} satisfies ScheduleView;
