import { createDepartment } from "./create.ts";
import { deleteDepartment } from "./delete.ts";
import { listDepartments } from "./list.ts";
import { restoreDepartment } from "./restore.ts";
import { showDepartment } from "./show.ts";
import { updateDepartment } from "./update.ts";

export const departmentOperations = [
  listDepartments,
  createDepartment,
  showDepartment,
  updateDepartment,
  deleteDepartment,
  restoreDepartment,
] as const;
