import { addTaskBatchItems } from "./add-items.ts";
import { cancelTaskBatch } from "./cancel.ts";
import { createTaskBatch } from "./create.ts";
import { listTaskBatches } from "./list.ts";
import { showTaskBatch } from "./show.ts";

export const taskBatchOperations = [
  listTaskBatches,
  createTaskBatch,
  showTaskBatch,
  addTaskBatchItems,
  cancelTaskBatch,
] as const;
