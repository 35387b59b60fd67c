/** Lists and runs schedules for the API. */
import { Cron } from "croner";
import type { ScheduleSlot } from "../db/schema.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import { runSlot } from "./tick.ts";

export interface ScheduleInfo {
  name: string;
  /** Five-field cron expression. */
  cron: string;
  /** IANA time zone. */
  timeZone: string;
  enabled: boolean;
  /** Unix ms; null when disabled. */
  nextAt: number | null;
  lastSlot: ScheduleSlotInfo | null;
}

/** One slot of the ledger (X1). Times in Unix ms. */
export interface ScheduleSlotInfo {
  slotAt: number;
  status: "fired" | "skipped" | "late";
  /** Why the slot was skipped or late. */
  reason: string | null;
  /** Request id of the tick that claimed it. */
  claimedBy: string;
  startedAt: number | null;
  finishedAt: number | null;
  error: string | null;
}

export interface Schedules {
  list(): Promise<ScheduleInfo[]>;
  /** Newest first, strictly before `before` (Unix ms) when given; null for an unknown schedule. */
  slots(name: string, limit: number, before?: number): Promise<ScheduleSlotInfo[] | null>;
  /** Runs the job once now. @returns its slot; null for an unknown schedule */
  run(name: string, requestId: string): Promise<ScheduleSlotInfo | null>;
}

export function createSchedules(services: ScheduleServices, jobs: readonly ScheduledJob[]): Schedules {
  const { schedules, clock } = services;
  const find = (name: string) => jobs.find((job) => job.name === name);

  return {
    async list(): Promise<ScheduleInfo[]> {
      const rows = await schedules.ensure(jobs, clock.now());
      return Promise.all(
        rows.map(async ({ name, cron, timeZone, enabled }) => {
          const [lastSlot = null] = await schedules.slots(name, 1);
          const next = new Cron(cron, { timezone: timeZone, paused: true }).nextRun(new Date(clock.now()));
          const nextAt = enabled ? (next?.getTime() ?? null) : null;
          return { name, cron, timeZone, enabled, nextAt, lastSlot: lastSlot && slotInfo(lastSlot) };
        }),
      );
    },
    async slots(name, limit, before) {
      if (!find(name)) return null;
      return (await schedules.slots(name, limit, before)).map(slotInfo);
    },
    async run(name, requestId) {
      const job = find(name);
      if (!job) return null;
      await schedules.ensure(jobs, clock.now());
      // A manual run gets a slot at this millisecond; cron slots are on whole minutes.
      const slotAt = clock.now();
      await runSlot(
        services,
        job,
        slotAt,
        requestId,
        services.logger.child({ request_id: requestId, schedule: name }),
      );
      const [slot] = await schedules.slots(name, 1, slotAt + 1);
      return slot ? slotInfo(slot) : null;
    },
  };
}

function slotInfo({ schedule: _schedule, ...slot }: ScheduleSlot): ScheduleSlotInfo {
  return slot;
}
