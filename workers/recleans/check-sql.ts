/**
 * The first half of a re-clean, which changes no typed row: lists the keys, reads their raw rows, and compares what today's
 * parser made of them with what is stored. Parameters of each: `run`, `platform`, `from` and `to` (Unix ms, end excluded),
 * and for a page of keys `after` and `through`.
 */

import { MAX_CONTENTS } from "../../shared/contracts/recleans.ts";
import { instantSql } from "../clickhouse/query.ts";
import { HISTORY_COLUMNS, HISTORY_TABLE, type Subject, type Target } from "./targets.ts";
import { diffSql } from "./value-sql.ts";

/** Condition for the rows of a page, in a table that has the run's id. */
export const PAGE = "run_id = {run:String} AND row_key > {after:String} AND row_key <= {through:String}";
const IN_RANGE = `collected_at >= ${instantSql("from")} AND collected_at < ${instantSql("to")}`;

const keysOfPage = `(SELECT row_key FROM reclean_keys WHERE ${PAGE})`;

/**
 * A row belongs to the day on which its current content was collected, so that each row belongs to one day only. Listing
 * the keys again adds those that came meanwhile and leaves none out. Also takes `sample`, percent of the keys.
 */
export const insertKeys = ({ targets: [{ table }], kind: { keyColumn } }: Subject): string => `
  INSERT INTO reclean_keys (run_id, row_key)
  SELECT DISTINCT {run:String}, ${keyColumn} FROM (
    SELECT ${keyColumn}, collected_at FROM ${table} FINAL
    WHERE platform = {platform:String} AND cityHash64(${keyColumn}) % 100 < {sample:UInt8})
  WHERE ${IN_RANGE}`;

export const COUNT_KEYS = "SELECT uniqExact(row_key) AS keys FROM reclean_keys WHERE run_id = {run:String}";

/** The next keys in order, and the content that is current; takes `limit`. A key that has left the range has none. */
export const nextKeys = ({ targets: [{ table }], kind: { keyColumn } }: Subject): string => `
  WITH page AS (
    SELECT DISTINCT row_key FROM reclean_keys WHERE run_id = {run:String} AND row_key > {after:String}
    ORDER BY row_key LIMIT {limit:UInt32})
  SELECT page.row_key AS row_key, j.content_hash AS content_hash, toUnixTimestamp64Milli(j.collected_at) AS collected_at
  FROM page
  LEFT JOIN (
    SELECT * FROM (
      SELECT ${keyColumn}, content_hash, collected_at FROM ${table} FINAL
      WHERE platform = {platform:String} AND ${keyColumn} IN (SELECT row_key FROM page))
    WHERE ${IN_RANGE}) AS j ON j.${keyColumn} = page.row_key
  ORDER BY row_key`;

/** The raw rows of a page of keys, the newest ones of each. */
export const rawRows = ({ kind: { rawTable, keyColumn } }: Subject): string => `
  SELECT ${keyColumn} AS row_key, content_hash, toUnixTimestamp64Milli(collected_at) AS collected_at, raw
  FROM ${rawTable} FINAL
  WHERE platform = {platform:String} AND ${keyColumn} IN ${keysOfPage}
  ORDER BY ${keyColumn}, collected_at DESC LIMIT ${MAX_CONTENTS} BY ${keyColumn}`;

/** Rows that were parsed, with their typed columns as the tuple `t`. */
const parsedRows = ({ parsed }: Target, which: string): string => `(
  SELECT row_key, content_hash,
    JSONExtract(typed, 'Tuple(${parsed.map(({ name, type }) => `${name} ${type.replaceAll("'", "\\'")}`).join(", ")})') AS t
  FROM reclean_rows FINAL WHERE ${PAGE} AND ${which})`;

const CHANGE_COLUMNS =
  "run_id, target, row_key, content_hash, collected_at, parser_before, fields, before, after, reason";
const changeOf = (table: string) =>
  `{run:String}, '${table}', row_key, content_hash, collected_at, parser_version, diff.1, diff.2, diff.3, ''`;

/** Rows of a page that a person corrected keep what that person said. */
const byHand = (table: string): string => `(
  SELECT row_key, content_hash FROM row_corrections FINAL
  WHERE platform = {platform:String} AND row_key IN ${keysOfPage} AND target = '${table}'
    AND why != '' AND undone_at IS NULL)`;

/** Inserts the rows of a target whose current content is read otherwise. */
const insertTargetChanges = (target: Target, keyColumn: string): string => `
  INSERT INTO reclean_changes (${CHANGE_COLUMNS})
  SELECT ${changeOf(target.table)} FROM (
    SELECT p.row_key AS row_key, j.content_hash AS content_hash, j.collected_at AS collected_at,
      j.parser_version AS parser_version,
      ${diffSql(
        target.parsed,
        (name) => `j.${name}`,
        (name) => `p.t.${name}`,
      )} AS diff
    FROM ${parsedRows(target, "is_current")} AS p
    INNER JOIN (
      SELECT * FROM ${target.table} FINAL WHERE platform = {platform:String} AND ${keyColumn} IN ${keysOfPage}
    ) AS j ON j.${keyColumn} = p.row_key AND j.content_hash = p.content_hash)
  WHERE notEmpty(diff) AND (row_key, content_hash) NOT IN ${byHand(target.table)}`;

/** Inserts the rows of the history of postings that are read otherwise, those of older contents too. */
const insertHistoryChanges = (target: Target, kind: string): string => `
  INSERT INTO reclean_changes (${CHANGE_COLUMNS})
  SELECT ${changeOf(HISTORY_TABLE)} FROM (
    SELECT p.row_key AS row_key, v.content_hash AS content_hash, v.collected_at AS collected_at,
      v.parser_version AS parser_version,
      if(ifNull(p.t.description, '') = '', 0, cityHash64(assumeNotNull(p.t.description))) AS new_hash,
      ${diffSql(
        HISTORY_COLUMNS,
        (name) => `v.${name}`,
        (name) => (name === "text_hash" ? "new_hash" : `p.t.${name}`),
      )} AS diff
    FROM ${parsedRows(target, "1")} AS p
    INNER JOIN (
      SELECT * FROM ${HISTORY_TABLE} FINAL
      WHERE platform = {platform:String} AND kind = '${kind}' AND job_key IN ${keysOfPage}
    ) AS v ON v.job_key = p.row_key AND v.content_hash = p.content_hash)
  WHERE notEmpty(diff)`;

/** The statements that compare a page; each may be repeated. */
export const compareStatements = ({ targets, kind: { keyColumn }, history }: Subject): string[] => [
  ...targets.map((target) => insertTargetChanges(target, keyColumn)),
  ...(history === null ? [] : [insertHistoryChanges(targets[0], history)]),
];

/** What a page would change, by table and field; an empty table: rows that can't be read. */
export const COUNT_PAGE = `
  SELECT target, one.1 AS field, count() AS rows, countIf(one.2 IS NULL) AS filled, countIf(one.3 IS NULL) AS emptied
  FROM (SELECT * FROM reclean_changes FINAL WHERE ${PAGE})
  ARRAY JOIN arrayConcat(
    [('', CAST(NULL, 'Nullable(String)'), CAST(NULL, 'Nullable(String)'))],
    arrayZip(arrayMap(f -> toString(f), fields), before, after)) AS one
  GROUP BY target, field ORDER BY target, field`;

export const DROP_ROWS = (run: string): string => `ALTER TABLE reclean_rows DROP PARTITION '${run}'`;
