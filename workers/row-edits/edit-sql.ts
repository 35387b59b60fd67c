/**
 * Statements of tasks that work on chosen postings. All take `task`; those of a page take `platform`, `after` and
 * `through` too. Each may be repeated: a task that was killed does its last page again.
 */
import { instantSql } from "../clickhouse/query.ts";
import { removedJobsSql } from "../clickhouse/removed-jobs.ts";
import { BY_HAND } from "../recleans/targets.ts";
import { diffSql } from "../recleans/value-sql.ts";

/** Keeps the keys before the first one is written: a filter may not match a posting any more that was changed. */
export const insertChosen = (from: string, condition: string): string => `
  INSERT INTO task_rows (task_id, platform, job_key)
  SELECT DISTINCT {task:String}, platform, job_key FROM ${from} WHERE ${condition}`;

export const COUNT_LISTED =
  "SELECT uniqExact(platform, job_key) AS rows FROM task_rows WHERE task_id = {task:String}";

/** The next page in the order of the keys, all of one platform; takes `limit`. */
export const NEXT_PAGE = `
  SELECT platform, max(job_key) AS through, count() AS rows FROM (
    SELECT DISTINCT platform, job_key FROM task_rows
    WHERE task_id = {task:String} AND (platform, job_key) > ({platform:String}, {after:String})
    ORDER BY platform, job_key LIMIT {limit:UInt32})
  GROUP BY platform ORDER BY platform LIMIT 1`;

const PAGE = "platform = {platform:String} AND job_key > {after:String} AND job_key <= {through:String}";
const KEYS = `(SELECT job_key FROM task_rows WHERE task_id = {task:String} AND ${PAGE})`;
const CHOSEN = `platform = {platform:String} AND job_key IN ${KEYS}`;

/** Counts the postings of a page as changed. */
export const TOUCH = `
  INSERT INTO job_changes (platform, job_key)
  SELECT DISTINCT platform, job_key FROM task_rows WHERE task_id = {task:String} AND ${PAGE}`;

const REMOVAL =
  "platform, job_key, task_id, removed_at, removed_by, reason, may_return, erased, restored_at, restored_by, changed_at";

/** Takes `at` (ms), `by`, `reason`, `may_return` and `erased`. */
export const REMOVE = `
  INSERT INTO job_removals (${REMOVAL})
  SELECT DISTINCT platform, job_key, {task:String}, ${instantSql("at")}, {by:String}, {reason:String},
    {may_return:UInt8}, {erased:UInt8}, NULL, '', ${instantSql("at")}
  FROM task_rows WHERE task_id = {task:String} AND ${PAGE}`;

/** Tables that hold what a posting said. Sightings stay: they say when and by which search, and nothing of its content. */
const CONTENT_TABLES = ["raw_jobs", "raw_job_details", "jobs", "job_details", "job_versions", "job_events"];
const CORRECTED = `row_key IN ${KEYS} AND target IN ('jobs', 'job_details', 'job_versions')`;
export const ERASE: readonly string[] = [
  ...CONTENT_TABLES.map((table) => `DELETE FROM ${table} WHERE ${CHOSEN}`),
  `DELETE FROM row_corrections WHERE platform = {platform:String} AND ${CORRECTED}`,
  // It names no platform, and is a note of values that were found: keys of two sites are alike at most by chance.
  `DELETE FROM reclean_changes WHERE ${CORRECTED}`,
];

/** How many postings the task removed, and how many of them are restored. */
export const COUNT_REMOVED = `
  SELECT uniqExact(platform, job_key) AS rows FROM job_removals FINAL WHERE task_id = {task:String} AND restored_at IS NULL`;

/** Postings of another task; takes `source`, the task whose removals are restored. */
export const LIST_REMOVED = `
  INSERT INTO task_rows (task_id, platform, job_key)
  SELECT {task:String}, platform, job_key FROM job_removals FINAL WHERE task_id = {source:String} AND erased = 0`;
export const LIST_CORRECTED = `
  INSERT INTO task_rows (task_id, platform, job_key)
  SELECT DISTINCT {task:String}, platform, row_key FROM row_corrections WHERE run_id = {source:String} AND why != ''`;

/** Takes `source`, `at` (ms) and `by`. */
export const RESTORE = `
  INSERT INTO job_removals (${REMOVAL})
  SELECT platform, job_key, task_id, removed_at, removed_by, reason, may_return, erased, ${instantSql("at")},
    {by:String}, ${instantSql("at")}
  FROM job_removals FINAL WHERE task_id = {source:String} AND ${CHOSEN} AND erased = 0 AND restored_at IS NULL`;
export const COUNT_RESTORED = `
  SELECT uniqExact(platform, job_key) AS rows FROM job_removals FINAL
  WHERE task_id = {source:String} AND restored_at IS NOT NULL`;

/** Columns of postings by name, with ClickHouse's names of their types. */
const COLUMNS = new Map(BY_HAND.targets[0].parsed.map((column) => [column.name, column]));
/** A parameter cannot be of low cardinality. */
const plainType = (type: string) => type.replace(/^LowCardinality\((.*)\)$/, "$1");

/**
 * Notes what the corrections change, for the statements of workers/recleans/apply-sql.ts; takes `set_<column>` too. Repeated
 * after the rows were written it finds no difference, and what was noted stays.
 */
export function noteChanges(names: readonly string[]): string {
  const columns = names.map((name) => {
    const column = COLUMNS.get(name);
    if (!column) throw new Error(`no column ${name}`);
    return column;
  });
  return `
  INSERT INTO reclean_changes (run_id, target, row_key, content_hash, collected_at, parser_before, fields, before, after, reason)
  SELECT {task:String}, 'jobs', job_key, content_hash, collected_at, parser_version, diff.1, diff.2, diff.3, '' FROM (
    SELECT job_key, content_hash, collected_at, parser_version,
      ${diffSql(
        columns,
        (name) => `j.${name}`,
        (name) => `{set_${name}:${plainType(COLUMNS.get(name)?.type ?? "")}}`,
      )} AS diff
    FROM (SELECT * FROM jobs FINAL WHERE ${CHOSEN}) AS j)
  WHERE notEmpty(diff)`;
}

export const COUNT_CORRECTED = `
  SELECT uniqExact(platform, row_key) AS rows FROM row_corrections FINAL
  WHERE run_id = {source:String} AND undone_at IS NULL`;
export const COUNT_UNDONE = `
  SELECT uniqExact(platform, row_key) AS rows FROM row_corrections FINAL
  WHERE run_id = {source:String} AND undone_at IS NOT NULL`;

/** Condition of postings by their keys, which stand in `platforms` and `keys`. */
export const BY_KEYS =
  "(platform, job_key) IN (SELECT arrayJoin(arrayZip({platforms:Array(String)}, {keys:Array(String)})))";
/** Postings that are stored and not removed. */
export const BY_KEYS_STORED = `${BY_KEYS} AND (platform, job_key) NOT IN ${removedJobsSql(BY_KEYS)}`;
