import { cancelReclean } from "./cancel.ts";
import { listRecleanChanges } from "./changes.ts";
import { createReclean } from "./create.ts";
import { listRecleans } from "./list.ts";
import { showReclean } from "./show.ts";
import { startReclean } from "./start.ts";
import { undoReclean } from "./undo.ts";

export const recleanOperations = [
  listRecleans,
  createReclean,
  showReclean,
  listRecleanChanges,
  startReclean,
  cancelReclean,
  undoReclean,
] as const;
