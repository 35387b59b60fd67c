import { listPermissions } from "./list.ts";
import { refreshPermissions } from "./refresh.ts";

export const permissionOperations = [listPermissions, refreshPermissions] as const;
