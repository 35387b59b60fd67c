/** Follows a task to its end. */
import { ENDED_TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { dataOf } from "../api/server.ts";
import type { Context } from "../context.ts";
import { failedError } from "../exit.ts";
import { wordFor } from "../words/words.ts";
import { patiently } from "./patiently.ts";
import { progressText, showTask, type TaskView } from "./show-task.ts";

const hasEnded = ({ state }: Pick<TaskView, "state">) => ENDED_TASK_STATES.some((ended) => ended === state);

/** @returns the task at its end @throws ApiFailure */
export async function followTask(context: Context, id: string): Promise<TaskView> {
  const api = await context.api();
  const { words, bar } = context;
  let before = "";
  const task = await patiently(context, async () => {
    const now = await dataOf(api.tasks[":id"].$get({ param: { id } }));
    const { state, attempts, progress } = now;
    const told = JSON.stringify([state, attempts, progress?.done, progress?.message]);
    if (told !== before) {
      before = told;
      await context.value(now);
    }
    const text = [wordFor(words.task, state), progressText(now, words)].filter(Boolean).join(" · ");
    await bar.show({
      done: progress?.done ?? 0,
      total: progress?.total ?? null,
      text: `${now.kind} ${text}`,
    });
    return hasEnded(now) ? now : null;
  });
  await bar.clear();
  return task;
}

/** Shows the task. @throws CliError when it failed or was cancelled */
export async function endWith(context: Context, task: TaskView): Promise<void> {
  await showTask(context, task);
  if (task.state === "done" || task.state === "skipped") return;
  const why = task.error ? `: ${task.error.message}` : "";
  throw failedError(`task_${task.state}`, `the task ${task.id} is ${task.state}${why}`);
}
