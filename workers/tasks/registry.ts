/** Every kind of task: one file in `kinds/` and one line here. */

import type { TaskKind } from "./kind.ts";
import { removeDuplicates } from "./kinds/data.remove-duplicates.ts";
import { syncData } from "./kinds/data.sync.ts";
import { validateData } from "./kinds/data.validate.ts";
import { processImages } from "./kinds/images.process.ts";
import { crawlKeywords } from "./kinds/keywords.crawl.ts";
import { deleteRows } from "./kinds/rows.delete.ts";
import { exportRowsTask } from "./kinds/rows.export.ts";
import { importRows } from "./kinds/rows.import.ts";
import { restoreRows } from "./kinds/rows.restore.ts";
import { updateRows } from "./kinds/rows.update.ts";

export const taskKinds: readonly TaskKind[] = [
  crawlKeywords,
  processImages,
  syncData,
  validateData,
  removeDuplicates,
  importRows,
  exportRowsTask,
  updateRows,
  deleteRows,
  restoreRows,
];

export const taskKindsByName: ReadonlyMap<string, TaskKind> = new Map(
  taskKinds.map((kind) => [kind.name, kind]),
);
