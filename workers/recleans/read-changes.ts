/** What people look at: what a run would change, row by row, and the corrections of one row. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { Platform } from "../../shared/contracts/platform.ts";
import { MAX_VALUE_CHARS } from "../../shared/contracts/recleans.ts";
import type { Columns } from "../../shared/tables/column.ts";
import { recleanChanges, rowCorrections } from "../../shared/tables/recleans.ts";
import { pickColumns, selectList, storedRowSchema } from "../../shared/tables/table.ts";
import { runQuery, searchSettings } from "../clickhouse/query.ts";
import { HISTORY_TABLE } from "./targets.ts";

/** At most this many corrections of one row are listed, the newest ones. */
const MAX_CORRECTIONS = 50;

/** The SELECT list of a row with old and new values, each of them cut. */
function selectCut({ before: _before, after: _after, ...others }: Columns, alias: string): string {
  const cut = ["before", "after"].map(
    (name) => `arrayMap(v -> substringUTF8(v, 1, ${MAX_VALUE_CHARS}), ${alias}.${name}) AS ${name}`,
  );
  return [selectList(others, alias), ...cut].join(", ");
}

export const CHANGE_COLUMNS = pickColumns(recleanChanges.columns, [
  "target",
  "row_key",
  "content_hash",
  "collected_at",
  "parser_before",
  "fields",
  "before",
  "after",
  "reason",
]);

/** The rows of a page follow the last row of the page before; tables and a field narrow them. */
const changesOf = {
  sql: `
    SELECT ${selectCut(CHANGE_COLUMNS, "c")}
    FROM (
      SELECT * FROM reclean_changes FINAL
      WHERE run_id = {run:String} AND target IN {tables:Array(String)}
        AND ({field:String} = '' OR has(fields, {field:String}))
        AND (row_key, target, content_hash) > ({after_key:String}, {after_table:String}, {after_hash:String})
      ORDER BY row_key, target, content_hash LIMIT {limit:UInt32}) AS c
    ORDER BY c.row_key, c.target, c.content_hash ${searchSettings()}`,
  params: z.strictObject({
    run: z.uuid(),
    tables: z.array(z.string()),
    field: z.string(),
    after_key: z.string(),
    after_table: z.string(),
    after_hash: z.string(),
    limit: z.number().int(),
  }),
  row: storedRowSchema(CHANGE_COLUMNS),
};

export const CORRECTION_COLUMNS = pickColumns(rowCorrections.columns, [
  "run_id",
  "target",
  "content_hash",
  "collected_at",
  "parser_before",
  "parser_after",
  "fields",
  "before",
  "after",
  "corrected_at",
  "corrected_by",
  "undone_at",
  "why",
]);

const correctionsOf = {
  sql: `
    SELECT ${selectCut(CORRECTION_COLUMNS, "c")}
    FROM (
      SELECT * FROM row_corrections FINAL
      WHERE platform = {platform:String} AND row_key = {row_key:String} AND target IN ('jobs', 'job_details')
      ORDER BY corrected_at DESC, target, collected_at DESC LIMIT ${MAX_CORRECTIONS}) AS c
    ORDER BY c.corrected_at DESC, c.target, c.collected_at DESC ${searchSettings()}`,
  params: z.strictObject({ platform: Platform, row_key: z.string().min(1) }),
  row: storedRowSchema(CORRECTION_COLUMNS),
};

export type RecleanChangeRow = z.output<(typeof changesOf)["row"]>;
export type CorrectionRow = z.output<(typeof correctionsOf)["row"]>;

/** Position in the list of changes. */
export const ChangePosition = z.object({ key: z.string(), table: z.string(), hash: z.string() });
export type ChangePosition = z.infer<typeof ChangePosition>;

export interface ChangeQuery {
  run: string;
  /** `changed`: typed rows; `history`: rows of the history; `unreadable`: those that can't be parsed. */
  kind: "changed" | "history" | "unreadable";
  field?: string | undefined;
  /** Tables of the run's data type. */
  tables: readonly string[];
}

export const createChangeReader = (client: ClickHouseClient) => ({
  changes: ({ run, kind, field = "", tables }: ChangeQuery, limit: number, after?: ChangePosition) =>
    runQuery(client, changesOf, {
      run,
      tables: kind === "unreadable" ? [""] : kind === "history" ? [HISTORY_TABLE] : [...tables],
      field,
      after_key: after?.key ?? "",
      after_table: after?.table ?? "",
      after_hash: after?.hash ?? "",
      limit,
    }),
  corrections: (platform: Platform, row_key: string) =>
    runQuery(client, correctionsOf, { platform, row_key }),
});
export type ChangeReader = ReturnType<typeof createChangeReader>;
