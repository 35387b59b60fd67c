/** The filters of the users page in its address. */
import type { UserFilter } from "../../api/users.ts";
import { readFlag, readText } from "../search-values.ts";

export const readUserSearch = (raw: Record<string, unknown>): UserFilter => ({
  search: readText(raw.search),
  department: readText(raw.department),
  role: readText(raw.role),
  deleted: readFlag(raw.deleted),
});
