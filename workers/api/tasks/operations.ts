import { actOnTasksInBulk } from "./bulk.ts";
import { cancelTask } from "./cancel.ts";
import { createTask } from "./create.ts";
import { createTaskCheckpoint } from "./create-checkpoint.ts";
import { listTaskHistory } from "./history.ts";
import { listTasks } from "./list.ts";
import { listTaskCheckpoints } from "./list-checkpoints.ts";
import { listTaskEvents } from "./list-events.ts";
import { listTaskKinds } from "./list-kinds.ts";
import { listTaskQueues } from "./list-queues.ts";
import { recoverTask } from "./recover.ts";
import { recoverTasks } from "./recover-many.ts";
import { showTask } from "./show.ts";
import { updateTaskQueue } from "./update-queue.ts";
import { explainTask } from "./why.ts";

export const taskOperations = [
  listTasks,
  createTask,
  listTaskKinds,
  listTaskQueues,
  updateTaskQueue,
  listTaskHistory,
  recoverTasks,
  actOnTasksInBulk,
  showTask,
  cancelTask,
  recoverTask,
  explainTask,
  listTaskEvents,
  listTaskCheckpoints,
  createTaskCheckpoint,
] as const;
