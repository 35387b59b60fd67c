/** Tasks that are shown follow their feed: progress and state change in place. */
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { TASK_QUEUES } from "../../../../shared/contracts/vocabulary.ts";
import {
  hasEnded,
  queueTopic,
  TASKS_KEY,
  type TaskQueueView,
  type TaskView,
  taskDetail,
  taskQueues,
  taskTopic,
} from "../../api/tasks.ts";
import type { KeysetPage } from "../../api/types.ts";
import { useLive } from "../../live/use-live.ts";

type Told = Pick<TaskView, "id" | "state" | "progress"> & Partial<TaskView>;
type Pages = InfiniteData<KeysetPage<TaskView>>;

const LIST_KEY = [...TASKS_KEY, "list"];

export function useLiveTasks(tasks: readonly TaskView[]): void {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: LIST_KEY });
  useLive(
    "tasks",
    tasks.filter((task) => !hasEnded(task)).map(({ id }) => taskTopic(id)),
    ({ data, first }) => {
      if (data === null) return;
      const told = data as Told;
      client.setQueriesData<Pages>({ queryKey: LIST_KEY }, (list) => list && patched(list, told));
      // Its result or error stands in the list of the API only.
      if (!first && hasEnded(told)) refresh();
    },
    refresh,
  );
}

const patched = (list: Pages, told: Told): Pages => ({
  ...list,
  pages: list.pages.map((page) => ({
    ...page,
    items: page.items.map((task) => (task.id === told.id ? { ...task, ...told } : task)),
  })),
});

/** @param id the task that is open */
export function useLiveTask(id: string): void {
  const client = useQueryClient();
  const { queryKey } = taskDetail(id);
  const refresh = () => void client.invalidateQueries({ queryKey });
  useLive(
    "tasks",
    [taskTopic(id)],
    ({ data, first }) => {
      if (data === null) return;
      const told = data as Told;
      const before = client.getQueryData(queryKey);
      if (!before) return;
      client.setQueryData(queryKey, { ...before, task: { ...before.task, ...told } });
      // Its timeline and its reason for waiting have changed with its state.
      if (!first && told.state !== before.task.state) refresh();
    },
    refresh,
  );
}

export function useLiveQueues(): void {
  const client = useQueryClient();
  const { queryKey } = taskQueues;
  useLive(
    "tasks",
    TASK_QUEUES.map(queueTopic),
    ({ data }) => {
      if (data === null) return;
      const told = data as TaskQueueView;
      client.setQueryData(
        queryKey,
        (list) =>
          list && {
            ...list,
            items: list.items.map((queue) => (queue.queue === told.queue ? told : queue)),
          },
      );
    },
    () => void client.invalidateQueries({ queryKey }),
  );
}
