import { createRole } from "./create.ts";
import { deleteRole } from "./delete.ts";
import { listRoles } from "./list.ts";
import { restoreRole } from "./restore.ts";
import { showRole } from "./show.ts";
import { updateRole } from "./update.ts";

export const roleOperations = [listRoles, createRole, showRole, updateRole, deleteRole, restoreRole] as const;
