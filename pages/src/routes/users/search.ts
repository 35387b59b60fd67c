/** Filters of the user list, as they stand in the address. */
import type { UserFilter } from "../../api/people.ts";
import { readText } from "../search-values.ts";

export const readUserSearch = (raw: Record<string, unknown>): UserFilter => ({
  search: readText(raw.search),
  department: readText(raw.department),
  role: readText(raw.role),
  deleted: raw.deleted === true || undefined,
});
