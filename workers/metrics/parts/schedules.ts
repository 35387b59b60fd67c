import type { Sample } from "../../../shared/contracts/metrics.ts";
import { SLOT_STATUSES } from "../../../shared/contracts/schedule.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { endOf } from "../../schedule/schedule-state.ts";
import { type MetricServices, sample, secondsSince } from "../metric-services.ts";

/** Reads the ledgers of the schedules. */
export async function readSchedules({ schedules, slots, clock }: MetricServices): Promise<Sample[]> {
  const now = clock.now();
  const from = now - HOUR_MS;
  const [states, counts, ranges] = await Promise.all([
    schedules.states(),
    slots.counts(from, HOUR_MS),
    slots.rangesFrom(from),
  ]);
  const live = states.filter(({ deletedAt }) => deletedAt === null);
  const hasFailed = ({ lastRun }: (typeof live)[number]) => lastRun !== null && lastRun.error !== null;
  const ends = live.map(endOf).filter((at) => at !== null);
  const counted = (status: string) =>
    [...counts, ...ranges].reduce((sum, slot) => sum + (slot.status === status ? (slot.count ?? 1) : 0), 0);
  return [
    sample("jobdata_schedules_failing", live.filter(hasFailed).length),
    ...SLOT_STATUSES.map((state) => sample("jobdata_schedule_slots", counted(state), { state })),
    sample(
      "jobdata_schedule_slots",
      counts.reduce((sum, { failed, count }) => sum + (failed ? count : 0), 0),
      { state: "failed" },
    ),
    ...(ends.length === 0
      ? []
      : [sample("jobdata_dispatcher_age_seconds", secondsSince(Math.max(...ends), now))]),
    ...live.flatMap((state) => {
      const { name: schedule, lastRun: run } = state;
      const isMeasured = run !== null && run.startedAt !== null && run.finishedAt !== null;
      return [
        sample("jobdata_schedule_failed", hasFailed(state) ? 1 : 0, { schedule }),
        ...(isMeasured
          ? [
              sample("jobdata_schedule_run_seconds", secondsSince(run.startedAt, run.finishedAt ?? now), {
                schedule,
              }),
            ]
          : []),
      ];
    }),
  ];
}
