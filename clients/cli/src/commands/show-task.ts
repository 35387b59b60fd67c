/** How a task is shown: as a row, and as a record. */
import { queueOfTask } from "../../../../shared/domain/task-id.ts";
import type { Api, ItemOf } from "../api/server.ts";
import { type Context, stateColor } from "../context.ts";
import { spanText, timeText } from "../output/format.ts";
import type { Column } from "../output/table.ts";
import { fill, type Words, wordFor } from "../words/words.ts";

export type TaskView = ItemOf<Api["tasks"]["$get"]>;

/** @returns `40 of 100 · 12/s · 5 s` and what it does */
export function progressText({ progress }: Pick<TaskView, "progress">, { text }: Words): string {
  if (!progress) return "";
  const { done, total, rate, left_s: left, message } = progress;
  return [
    total === null ? String(done) : fill(text.doneOf, { done, total }),
    rate === null ? "" : `${Math.round(rate * 10) / 10}/s`,
    left === null ? "" : spanText(left * 1000),
    message ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** @returns ids of tasks, each with the name of its queue where it has one */
export const tasksText = (ids: readonly string[], { queue: names }: Words): string =>
  ids
    .map((id) => {
      const queue = queueOfTask(id);
      return queue === null ? id : `${id} (${wordFor(names, queue)})`;
    })
    .join(", ");

export function taskColumns(context: Context): Column<TaskView>[] {
  const { words } = context;
  const { head } = words.text;
  return [
    { head: head.id, value: ({ id }) => id },
    { head: head.kind, value: ({ kind }) => kind },
    {
      head: head.state,
      value: ({ state }) => wordFor(words.task, state),
      paint: (text, { state }) => stateColor(context, state)(text),
    },
    { head: head.progress, value: (task) => progressText(task, words), flexible: true },
    { head: head.tries, value: ({ attempts, max_attempts }) => `${attempts}/${max_attempts}`, align: "end" },
    { head: head.created, value: ({ created_at }) => timeText(created_at) },
    { head: head.error, value: ({ error }) => error?.message, flexible: true },
  ];
}

export async function showTask(context: Context, task: TaskView): Promise<void> {
  const { words } = context;
  const { head } = words.text;
  const notes = [task.cancelling ? words.text.cancelling : "", task.manual ? words.text.manual : ""].filter(
    Boolean,
  );
  await context.record([
    [head.id, task.id],
    [head.kind, task.kind],
    [head.queue, wordFor(words.queue, task.queue)],
    [head.priority, wordFor(words.priority, `p${task.priority}`)],
    [head.state, [wordFor(words.task, task.state), ...notes].join(", ")],
    [head.progress, progressText(task, words)],
    [head.key, task.key],
    [head.waitsFor, tasksText(task.depends_on, words)],
    [head.tries, `${task.attempts}/${task.max_attempts}`],
    [head.created, `${timeText(task.created_at)} · ${task.created_by}`],
    [head.due, timeText(task.due_at)],
    [head.began, timeText(task.started_at)],
    [head.ended, timeText(task.ended_at)],
    [head.error, task.error && `${task.error.message} (${task.error.class}, ${task.error.code})`],
    [head.input, JSON.stringify(task.input)],
    [head.result, task.result && JSON.stringify(task.result)],
  ]);
}
