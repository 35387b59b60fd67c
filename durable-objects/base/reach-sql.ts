import type { RecordReach } from "../../shared/contracts/access.ts";

/**
 * The condition that a record is within a caller's reach.
 * @param table alias of the table that holds `owner_id` and `department_id`
 */
export function reachSql(reach: RecordReach, table: string): { condition: string; values: string[] } {
  if (reach.kind === "all") return { condition: "true", values: [] };
  if (reach.kind === "own") return { condition: `${table}.owner_id = ?`, values: [reach.userId] };
  return {
    // One JSON value, because a large tree of departments would exceed the limit of parameters.
    condition: `(${table}.owner_id = ? OR ${table}.department_id IN (SELECT value FROM json_each(?)))`,
    values: [reach.userId, JSON.stringify(reach.departments)],
  };
}
