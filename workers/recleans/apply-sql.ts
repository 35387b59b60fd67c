/**
 * The second half of a re-clean: writes what the first half found, page by page in the order of the keys, and takes it back.
 * A typed row is written only where it still has the values from before, so that a row that came meanwhile wins, and a page
 * that is repeated writes nothing. Parameters of each: `run`, `platform`, `after` and `through`.
 */
import { instantSql } from "../clickhouse/query.ts";
import { PAGE } from "./check-sql.ts";
import { HISTORY_COLUMNS, HISTORY_TABLE, type Subject, type Target } from "./targets.ts";
import { correctedSql, holdsSql, textsSql } from "./value-sql.ts";

export type Direction = "apply" | "undo";

/** ClickHouse leaves these inserts out of jobs_per_day: a correction is no posting stored on its day. */
export const CORRECTION_SETTINGS = { insert_deduplicate: 0, log_comment: "jobdata-reclean" } as const;

/** The columns of a correction, as its two inserts write them. */
const CORRECTION_COLUMNS = `platform, run_id, target, row_key, content_hash, collected_at, parser_before, parser_after,
    fields, before, after, corrected_at, corrected_by, undone_at, changed_at, why`;

const sourceOf = (direction: Direction, table: string): string =>
  direction === "apply"
    ? `(SELECT * FROM reclean_changes FINAL WHERE ${PAGE} AND target = '${table}')`
    : `(SELECT * FROM row_corrections FINAL WHERE platform = {platform:String} AND ${PAGE} AND target = '${table}'
        AND undone_at IS NULL)`;

/** The last key of the next page; takes `limit`. Empty when no key follows. */
export const lastKeyOf = (direction: Direction): string => {
  const rows =
    direction === "apply"
      ? "reclean_changes WHERE run_id = {run:String} AND target != ''"
      : "row_corrections WHERE platform = {platform:String} AND run_id = {run:String}";
  return `SELECT max(row_key) AS through FROM (
    SELECT DISTINCT row_key FROM ${rows} AND row_key > {after:String} ORDER BY row_key LIMIT {limit:UInt32})`;
};

/** Marks corrections as undone, after the rows are restored. Also takes `at` (ms). */
const UNDO_CORRECTIONS = `
  INSERT INTO row_corrections (${CORRECTION_COLUMNS})
  SELECT platform, run_id, target, row_key, content_hash, collected_at, parser_before, parser_after,
    fields, before, after, corrected_at, corrected_by, ${instantSql("at")}, ${instantSql("at")}, why
  FROM row_corrections FINAL WHERE platform = {platform:String} AND ${PAGE} AND undone_at IS NULL`;

interface Writing {
  table: string;
  keyColumn: string;
  /** Condition of the rows besides platform and key. */
  also: string;
  columns: readonly string[];
  parsed: Target["parsed"];
  isByHand: boolean;
}

const rowsOf = ({ table, keyColumn, also, parsed }: Writing, from: string): string => `
  FROM (
    SELECT *, ${textsSql(parsed, (name) => name)} AS texts FROM ${table} FINAL
    WHERE platform = {platform:String} AND ${keyColumn} > {after:String} AND ${keyColumn} <= {through:String}
      AND ${keyColumn} IN (SELECT row_key FROM ${from})${also}
  ) AS j
  INNER JOIN ${from} AS c
    ON c.row_key = j.${keyColumn} AND c.content_hash = j.content_hash AND c.collected_at = j.collected_at`;

/** The version of the parser whose values a row has: a person's correction leaves it as it is. */
const parserAfter = ({ isByHand }: Writing): string => (isByHand ? "c.parser_before" : "{parser:UInt32}");

/**
 * Keeps the old and the new values, before a row is written. Also takes `parser`, `by`, `why` and `at` (ms), which are those
 * of the run: repeated, it writes the same. A row that has other values by now is not corrected.
 */
const keepSql = (writing: Writing): string => `
  INSERT INTO row_corrections (${CORRECTION_COLUMNS})
  SELECT {platform:String}, c.run_id, c.target, c.row_key, c.content_hash, c.collected_at, c.parser_before,
    ${parserAfter(writing)}, c.fields, c.before, c.after, ${instantSql("at")}, {by:String}, NULL, ${instantSql("at")},
    {why:String}
  ${rowsOf(writing, sourceOf("apply", writing.table))}
  WHERE ${["c.before", "c.after"].map((values) => holdsSql(writing.parsed, "j.texts", "c.fields", values)).join(" OR ")}`;

/** Writes the rows of one table; `apply` also takes `parser`. */
function writeSql(writing: Writing, direction: Direction): string {
  const { table, columns, parsed } = writing;
  const [had, gets] = direction === "apply" ? ["c.before", "c.after"] : ["c.after", "c.before"];
  const byName = new Map(parsed.map((column) => [column.name, column]));
  const parser = direction === "apply" ? parserAfter(writing) : "c.parser_before";
  const values = columns.map((name) => {
    if (name === "parser_version") return parser;
    if (name === "stored_at") return "now64(3, 'UTC')";
    const column = byName.get(name);
    return column ? correctedSql(column, `j.${name}`, "c.fields", gets as string) : `j.${name}`;
  });
  return `
  INSERT INTO ${table} (${columns.join(", ")})
  SELECT ${values.join(",\n    ")}
  ${rowsOf(writing, sourceOf(direction, table))}
  WHERE ${holdsSql(parsed, "j.texts", "c.fields", had as string)}`;
}

const writings = ({
  targets,
  kind: { keyColumn },
  history,
  isByHand = false,
}: Subject): { typed: Writing[]; history: Writing[] } => ({
  typed: targets.map(({ table, all, parsed }) => ({
    table,
    keyColumn,
    also: "",
    columns: all,
    parsed,
    isByHand,
  })),
  history:
    history === null
      ? []
      : [
          {
            table: HISTORY_TABLE,
            keyColumn,
            also: ` AND kind = '${history}'`,
            columns: [
              ...["platform", "job_key", "kind", "collected_at", "content_hash", "parser_version"],
              ...HISTORY_COLUMNS.map(({ name }) => name),
              "stored_at",
            ],
            parsed: HISTORY_COLUMNS,
            isByHand,
          },
        ],
});

/** Writes the keys of a page to the table that the refresh of job_facts reads. */
const touchSql = ({ changes, kind: { keyColumn } }: Subject): string => `
  INSERT INTO ${changes} (platform, ${keyColumn})
  SELECT DISTINCT platform, row_key FROM row_corrections WHERE platform = {platform:String} AND ${PAGE}`;

/** The statements that write a page, in this order; each may be repeated, and all of them after a crash between two. */
export function pageStatements(subject: Subject, direction: Direction): string[] {
  const { typed, history } = writings(subject);
  const all = [...typed, ...history];
  const write = all.map((writing) => writeSql(writing, direction));
  return direction === "apply"
    ? [...all.map(keepSql), ...write, touchSql(subject)]
    : // Marked last: a repeated page must still find what it has to restore.
      [...write, touchSql(subject), UNDO_CORRECTIONS];
}

/**
 * How many typed rows of a page were to be written, and how many have the new values now (`apply`) or the old ones
 * (`undo`). Asked after the page is written.
 */
export function countWritten(subject: Subject, direction: Direction): string {
  const part = (writing: Writing) => {
    const from =
      direction === "apply"
        ? sourceOf("apply", writing.table)
        : `(SELECT * FROM row_corrections FINAL
            WHERE platform = {platform:String} AND ${PAGE} AND target = '${writing.table}')`;
    const values = direction === "apply" ? "c.after" : "c.before";
    return `SELECT (SELECT count() FROM ${from}) AS rows, count() AS written ${rowsOf(writing, from)}
      WHERE ${holdsSql(writing.parsed, "j.texts", "c.fields", values)}`;
  };
  return `SELECT sum(rows) AS rows, sum(written) AS written
    FROM (${writings(subject).typed.map(part).join(" UNION ALL ")})`;
}
