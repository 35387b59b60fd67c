import { createTaskFile } from "./create.ts";
import { deleteTaskFile } from "./delete.ts";
import { listTaskFiles } from "./list.ts";
import { downloadTaskFile } from "./show.ts";

export const taskFileOperations = [listTaskFiles, createTaskFile, downloadTaskFile, deleteTaskFile] as const;
