/** A scheduled job: one file in `jobs/` and one line in `registry.ts`. */
import type { Logger } from "../../shared/log.ts";
import type { ScheduleServices } from "./schedule-services.ts";

/** What a dry run would delete of one kind. */
export interface DryRunLine {
  kind: string;
  count: number;
  /** How long it is kept; null for what ends by itself. */
  keptDays: number | null;
}

export interface ScheduledJob {
  name: string;
  /** Five-field cron expression. */
  cron: string;
  /** IANA time zone of the expression. */
  timeZone: string;
  /** Says what a run would do now, without doing it; for jobs that delete. */
  dryRun?(services: ScheduleServices, slotAt: number): Promise<DryRunLine[]>;
  /** Runs for one slot. Long work is put into a queue. */
  run(services: ScheduleServices, slot: { slotAt: number; requestId: string; logger: Logger }): Promise<void>;
}
