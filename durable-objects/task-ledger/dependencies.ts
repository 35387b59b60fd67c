/** Finds what a new task has to wait for. */
import { inReach, type RecordReach } from "../../shared/contracts/access.ts";
import type { TaskQueue, TaskState } from "../../shared/contracts/task.ts";
import type { TaskResult, WatchAnswer } from "../../shared/contracts/task-ledger.ts";
import { queueOfTask } from "../../shared/domain/task-id.ts";
import type { Lookup } from "./lookups.ts";
import { queueAway } from "./refusals.ts";
import type { Tables } from "./tables.ts";

interface OpenDependency {
  id: string;
  /** The version of the watch in the ledger of another queue; it is 0 for a task of this one. */
  version: number;
}

export const isMet = (state: TaskState): boolean => state === "done" || state === "skipped";

/** @returns the states in the order of `ids`; null for a task that is not there or out of reach */
export function statesWithin(
  { tasks }: Pick<Tables, "tasks">,
  ids: readonly string[],
  reach: RecordReach,
): (TaskState | null)[] {
  const standings = tasks.standings(ids);
  return ids.map((id) => {
    const standing = standings.get(id);
    return standing && inReach(reach, standing.owner) ? standing.state : null;
  });
}

/**
 * @param ids tasks of this queue and of others, each once
 * @param queue of this ledger
 * @param reach of the creator: a task beyond it is as one that is not there
 * @param lookup answers for the tasks of other queues; null when none were asked
 * @returns those that are neither done nor skipped
 */
export function findOpen(
  { tasks }: Pick<Tables, "tasks">,
  ids: readonly string[],
  queue: TaskQueue,
  reach: RecordReach,
  lookup: Lookup | null,
): TaskResult<OpenDependency[]> {
  const own = ids.filter((id) => queueOfTask(id) === queue);
  const states = new Map(statesWithin({ tasks }, own, reach).map((state, index) => [own[index], state]));
  const open: OpenDependency[] = [];
  for (const id of ids) {
    const of = queueOfTask(id);
    let answer: WatchAnswer = "unknown";
    if (of === queue) {
      const state = states.get(id) ?? null;
      if (state !== null) answer = isMet(state) ? "met" : { version: 0 };
    } else if (of !== null) {
      const told = lookup?.find(id) ?? null;
      // The task that had the key is gone since it was looked for.
      if (told === null) return queueAway(of);
      answer = told;
    }
    if (answer === "unknown") return { ok: false, code: "not_found", message: `no task ${id} to wait for` };
    if (answer !== "met") open.push({ id, version: answer.version });
  }
  return { ok: true, value: open };
}
