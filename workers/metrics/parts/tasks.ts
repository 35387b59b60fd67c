import type { Sample } from "../../../shared/contracts/metrics.ts";
import { ENDED_TASK_STATES, TASK_QUEUES, TASK_STATES } from "../../../shared/contracts/vocabulary.ts";
import { type MetricServices, sample, secondsSince } from "../metric-services.ts";
import { spreadSamples } from "./spread-samples.ts";

/** Reads the state of each task queue, and measures its latest ends. */
export async function readTasks({ taskLedger, clock }: MetricServices): Promise<Sample[]> {
  const queues = await Promise.all(
    TASK_QUEUES.map(async (queue) => {
      const ledger = taskLedger(queue);
      const [status, measures] = await Promise.all([ledger.status(), ledger.measures()]);
      return { queue, status, measures };
    }),
  );
  const now = clock.now();
  const samples = queues.flatMap(({ queue, status: { states, ...status }, measures }) => {
    const { done, failed } = measures.ends;
    const of = (name: Parameters<typeof sample>[0], value: number) => sample(name, value, { queue });
    return [
      ...TASK_STATES.map((state) => sample("jobdata_tasks", states[state] ?? 0, { queue, state })),
      of("jobdata_task_queue_depth", (states.waiting ?? 0) + (states.queued ?? 0)),
      of("jobdata_task_oldest_waiting_seconds", secondsSince(status.oldest_waiting_at, now)),
      of("jobdata_task_queue_paused", status.paused ? 1 : 0),
      of("jobdata_task_slots", status.concurrency),
      of("jobdata_task_ends_per_second", (status.rate_per_minute ?? 0) / 60),
      ...ENDED_TASK_STATES.map((result) =>
        sample("jobdata_task_recent_ends", measures.ends[result], { queue, result }),
      ),
      ...(done + failed > 0
        ? [
            of("jobdata_task_error_ratio", failed / (done + failed)),
            of("jobdata_task_success_ratio", done / (done + failed)),
          ]
        : []),
      ...spreadSamples("jobdata_task_run_seconds", measures.run, { queue }),
      ...spreadSamples("jobdata_task_wait_seconds", measures.wait, { queue }),
    ];
  });
  const running = queues.reduce((sum, { status }) => sum + (status.states.running ?? 0), 0);
  return [...samples, sample("jobdata_workers_active", running, { kind: "tasks" })];
}
