import { createUser } from "./create.ts";
import { deleteUser } from "./delete.ts";
import { listUsers } from "./list.ts";
import { restoreUser } from "./restore.ts";
import { setUserPassword } from "./set-password.ts";
import { showUser } from "./show.ts";
import { updateUser } from "./update.ts";

export const userOperations = [
  listUsers,
  createUser,
  showUser,
  updateUser,
  deleteUser,
  restoreUser,
  setUserPassword,
] as const;
