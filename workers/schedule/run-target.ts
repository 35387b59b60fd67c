/** Does what a slot stands for: runs a job of the platform, or creates a task. */
import { ApiError } from "../../shared/errors/codes.ts";
import type { Logger } from "../../shared/log.ts";
import type { ScheduledJob } from "./job.ts";
import type { ScheduleServices } from "./schedule-services.ts";
import type { ScheduleState } from "./schedule-state.ts";

interface TargetRun {
  slotAt: number;
  requestId: string;
  logger: Logger;
}

/** Error of a slot whose dispatcher ended before its job did. */
export const DISPATCHER_DIED = "dispatcher died";

/** The task queue takes no more: the slot is missed and can be made up for by a backfill. */
export class BufferFullError extends Error {}

/**
 * @returns the id of the task that was created; null for a job
 * @throws BufferFullError, or what the job or the ledger threw
 */
export async function runTarget(
  services: ScheduleServices,
  jobs: readonly ScheduledJob[],
  state: ScheduleState,
  run: TargetRun,
): Promise<string | null> {
  if (state.target === "job") {
    const job = jobs.find(({ name }) => name === state.name);
    if (!job) throw new Error(`this deployment has no job ${state.name}`);
    await job.run(services, run);
    return null;
  }
  const { taskKind, taskInput, taskCreator } = state;
  if (taskKind === null || taskCreator === null) throw new Error(`${state.name} names no task`);
  try {
    // A slot that is run twice, because its dispatcher died, finds its task by the key.
    const task = { kind: taskKind, input: taskInput ?? {}, key: `schedule:${state.name}:${run.slotAt}` };
    const { id } = await services.createTask(task, taskCreator);
    return id;
  } catch (error) {
    if (error instanceof ApiError && error.code === "too_many_requests")
      throw new BufferFullError(error.message);
    throw error;
  }
}
