/** A scheduled job: one file in `jobs/` and one line in `registry.ts`. */
import type { Logger } from "../../shared/log.ts";
import type { ScheduleServices } from "./schedule-services.ts";

export interface ScheduledJob {
  name: string;
  /** Five-field cron expression. */
  cron: string;
  /** IANA time zone of the expression. */
  timeZone: string;
  /** Runs for one slot. Long work is put into a queue. */
  run(services: ScheduleServices, slot: { slotAt: number; requestId: string; logger: Logger }): Promise<void>;
}
