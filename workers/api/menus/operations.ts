import { createMenu } from "./create.ts";
import { deleteMenu } from "./delete.ts";
import { listMenus } from "./list.ts";
import { restoreMenu } from "./restore.ts";
import { showMenu } from "./show.ts";
import { updateMenu } from "./update.ts";

export const menuOperations = [listMenus, createMenu, showMenu, updateMenu, deleteMenu, restoreMenu] as const;
