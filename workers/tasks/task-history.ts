/** Finds ended tasks in ClickHouse by id, key, queue, kind, batch, state or a part of the error's text, newest first. */
import type { RecordReach } from "../../shared/contracts/access.ts";
import { idsFrom, timeOfTask } from "../../shared/domain/task-id.ts";
import { selectList, storedRowSchema } from "../../shared/tables/table.ts";
import { TASK_RUN_COLUMNS, type TaskRun, taskRuns } from "../../shared/tables/task-runs.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { Ask } from "../clickhouse/ask.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import type { TaskHistory } from "./tasks.ts";

const Row = storedRowSchema(TASK_RUN_COLUMNS);

/** A text is looked for in the tasks of this time first. */
const FIRST_SPAN_MS = 7 * DAY_MS;

/**
 * Reads in the order of the table and ends with the page; the engine reads the wide columns of the page's rows only. LIMIT BY,
 * DISTINCT or FINAL would read the table to its end. A row that is stored twice, until the engine merges both, therefore takes
 * two places of the page.
 */
const pageSql = (conditions: readonly string[]) => `
  SELECT ${selectList(TASK_RUN_COLUMNS, "r")} FROM ${taskRuns.name} AS r
  ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
  ORDER BY r.id DESC, r.ended_seq DESC LIMIT {limit:UInt32}`;

/** @param now Unix milliseconds */
export const createTaskHistory = (ask: Ask, now: () => number = Date.now): TaskHistory => ({
  async search({ reach, error, ...equal }, limit, before) {
    const conditions: string[] = [];
    const params: Record<string, BoundParams[string]> = {};
    for (const [name, value] of Object.entries(equal))
      if (value !== undefined) {
        conditions.push(`r.${name} = {${name}:String}`);
        params[name] = value;
      }
    if (error !== undefined) {
      conditions.push(hasErrorSql(error));
      params.error = error;
    }
    if (reach.kind !== "all") {
      conditions.push(reachSql(reach));
      params.owner = reach.userId;
      if (reach.kind === "departments") params.departments = reach.departments;
    }

    // Which rows have the bigrams of a text is read for all rows before the first is shown, and a text that is looked for is
    // mostly one of these days.
    let from = error === undefined ? null : idsFrom((before ? timeOfTask(before.id) : now()) - FIRST_SPAN_MS);
    const found = new Map<string, TaskRun>();
    let last = before;
    for (;;) {
      const where = [...conditions];
      const wanted = limit - found.size;
      const bound: typeof params = { ...params, limit: wanted };
      if (from !== null) {
        where.push("r.id >= {from:String}");
        bound.from = from;
      }
      if (last) {
        // ClickHouse chooses granules by the first condition, because it compares a single column.
        where.push("r.id <= {before_id:String}");
        where.push("(r.id, r.ended_seq) < ({before_id:String}, {before_seq:UInt64})");
        bound.before_id = last.id;
        bound.before_seq = last.ended_seq;
      }
      const rows = await ask(pageSql(where), Row, bound);
      for (const row of rows) found.set(`${row.id} ${row.ended_seq}`, row);
      if (found.size >= limit) return [...found.values()];
      if (rows.length === wanted) last = rows.at(-1);
      else if (from === null) return [...found.values()];
      else {
        last = { id: from, ended_seq: 0 };
        from = null;
      }
    }
  },
});

/**
 * SQL that holds where the error has the text `{error}`, in any letter case. The indexes, whose tokenizers stand in
 * migrations/clickhouse/037, tell where its bigrams are; these may stand apart, so the text itself is compared too. A single
 * character has no bigram.
 */
function hasErrorSql(text: string): string {
  const folded = "lowerUTF8(r.error)";
  const wanted = "lowerUTF8({error:String})";
  return [...text].length === 1
    ? `has(ngrams(${folded}, 1), ${wanted})`
    : `hasAllTokens(${folded}, ${wanted}) AND position(${folded}, ${wanted}) > 0`;
}

const reachSql = (reach: Exclude<RecordReach, { kind: "all" }>): string =>
  reach.kind === "own"
    ? "r.owner_id = {owner:String}"
    : "(r.owner_id = {owner:String} OR r.department_id IN {departments:Array(String)})";
