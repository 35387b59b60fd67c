/** Builds the SQL of a change to a task, with a line of its timeline, which stands in the same row. */
import type { TaskRow } from "./task-row.ts";

/** Maximum number of lines of a timeline; the first line and the latest ones stay. */
const MAX_LOG = 60;

export interface LogLine {
  at: number;
  type: string;
  detail?: Record<string, unknown>;
}

/** @returns the assignments, which are empty without a change, and the values that they bind */
export function changeSql(
  values: Partial<TaskRow>,
  line?: LogLine,
): { set: string; bound: (string | number | null)[] } {
  const names = Object.keys(values).map((name) => `${name} = ?`);
  const bound: (string | number | null)[] = Object.values(values);
  if (line) {
    names.push(
      `log = json_insert(CASE WHEN json_array_length(log) >= ${MAX_LOG} THEN json_remove(log, '$[1]') ELSE log END, '$[#]', json(?))`,
    );
    bound.push(JSON.stringify([line.at, line.type, line.detail ?? {}]));
  }
  return { set: names.join(", "), bound };
}
