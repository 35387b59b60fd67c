/** Tasks, batches, queues and history: lists that follow the server, and what changes them. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { EndedTaskState, TaskQueue, TaskState } from "../../../shared/contracts/task.ts";
import { ENDED_TASK_STATES } from "../../../shared/contracts/vocabulary.ts";
import { pollUnlessLive } from "../live/use-live.ts";
import { api, dataOf } from "./client.ts";
import { ALL, keysetPages, liveKeysetPages, PAGE_ROWS } from "./keyset.ts";
import type { BodyOf, ItemOf } from "./types.ts";

export type TaskView = ItemOf<typeof api.tasks.$get>;
export type TaskBatchView = ItemOf<(typeof api)["task-batches"]["$get"]>;
export type TaskQueueView = ItemOf<typeof api.tasks.queues.$get>;
export type TaskRunView = ItemOf<typeof api.tasks.history.$get>;
export type TaskCheckpointView = ItemOf<(typeof api.tasks)[":id"]["checkpoints"]["$get"]>;

/** Root of every query key below. */
export const TASKS_KEY = ["tasks"];
/** Progress is asked for often, which is cheap: the ledger holds it in memory. */
const LIVE_MS = 2000;
const QUEUES_MS = 5000;

export const taskTopic = (id: string) => `task:${id}`;
export const queueTopic = (queue: TaskQueue) => `queue:${queue}`;

export const hasEnded = ({ state }: Pick<TaskView, "state">): boolean =>
  ENDED_TASK_STATES.some((ended) => ended === state);

export interface TaskFilter {
  queue?: TaskQueue | undefined;
  state?: TaskState | undefined;
  kind?: string | undefined;
  batch?: string | undefined;
}

export const taskList = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: [...TASKS_KEY, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.tasks.$get({ query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
        signal,
      ),
    ...liveKeysetPages<TaskView>(LIVE_MS),
  });

export interface HistoryFilter {
  id?: string | undefined;
  queue?: TaskQueue | undefined;
  state?: EndedTaskState | undefined;
  kind?: string | undefined;
  key?: string | undefined;
  error?: string | undefined;
}

export const taskHistory = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...TASKS_KEY, "history", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.tasks.history.$get(
          { query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<TaskRunView>(),
  });

export const taskBatches = infiniteQueryOptions({
  queryKey: [...TASKS_KEY, "batches"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api["task-batches"].$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...liveKeysetPages<TaskBatchView>(LIVE_MS),
});

export const taskQueues = queryOptions({
  queryKey: [...TASKS_KEY, "queues"],
  queryFn: ({ signal }) => dataOf(api.tasks.queues.$get({ query: ALL }, { init: { signal } }), signal),
  refetchInterval: () => pollUnlessLive("tasks", queueTopic("default"), QUEUES_MS),
});

export const taskKinds = queryOptions({
  queryKey: [...TASKS_KEY, "kinds"],
  queryFn: ({ signal }) => dataOf(api.tasks.kinds.$get({ query: ALL }, { init: { signal } }), signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Fetches a task together with all that its drawer shows. */
export const taskDetail = (id: string) =>
  queryOptions({
    queryKey: [...TASKS_KEY, "one", id],
    queryFn: async ({ signal }) => {
      const call = { param: { id } };
      const init = { init: { signal } };
      const [task, why, events, checkpoints] = await Promise.all([
        dataOf(api.tasks[":id"].$get(call, init), signal),
        dataOf(api.tasks[":id"].why.$get(call, init), signal),
        dataOf(api.tasks[":id"].events.$get({ ...call, query: ALL }, init), signal),
        dataOf(api.tasks[":id"].checkpoints.$get({ ...call, query: ALL }, init), signal),
      ]);
      return { task, why, events: events.items, checkpoints: checkpoints.items };
    },
    refetchInterval: () => pollUnlessLive("tasks", taskTopic(id), LIVE_MS),
  });

export const createTask = (json: BodyOf<typeof api.tasks.$post>) => dataOf(api.tasks.$post({ json }));
/** A file of JSON Lines has no type that browsers know: its name tells. */
const typeOfFile = ({ name }: File): string =>
  /\.(jsonl|ndjson|json)$/i.test(name) ? "application/x-ndjson" : "text/csv";
export const uploadTaskFile = (body: File) =>
  dataOf(
    api["task-files"].$post(
      { query: { name: body.name.slice(0, 200) } },
      { init: { body }, headers: { "content-type": typeOfFile(body) } },
    ),
  );
export const cancelTask = (id: string) => dataOf(api.tasks[":id"].cancel.$post({ param: { id } }));
export type RecoverBody = BodyOf<(typeof api.tasks)[":id"]["recover"]["$post"]>;
export const recoverTask = (id: string, json: RecoverBody) =>
  dataOf(api.tasks[":id"].recover.$post({ param: { id }, json }));
export const updateTaskQueue = (queue: TaskQueue, json: { paused?: boolean; concurrency?: number }) =>
  dataOf(api.tasks.queues[":queue"].$patch({ param: { queue }, json }));
export const cancelTaskBatch = (id: string) =>
  dataOf(api["task-batches"][":id"].cancel.$post({ param: { id } }));
