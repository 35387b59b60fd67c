/** The statements that keep `job_facts` current. Their parameters: `since` and `through` (ms, exclusive and inclusive). */
import { FACT_COLUMNS_OF_JOBS, type FIGURE_COLUMNS, jobFacts } from "../../shared/tables/facts.ts";
import { negotiableSql } from "../clickhouse/job-salary.ts";
import { distinctSkillsSql, skillKeysSql } from "../clickhouse/job-skills.ts";
import { foldSql, latinWordsSql } from "../clickhouse/job-text.ts";
import { workingTimeSql } from "./working-time-sql.ts";

const BETWEEN =
  "changed_at > fromUnixTimestamp64Milli({since:Int64}) AND changed_at <= fromUnixTimestamp64Milli({through:Int64})";

/** Keys whose content changed; with `part` of `parts` only a share of them, the same for every statement. */
const TOUCHED = `(
  SELECT platform, job_key FROM job_changes
  WHERE ${BETWEEN} AND seen_day IS NULL AND sipHash64(platform, job_key) % {parts:UInt32} = {part:UInt32})`;

/** Columns that the own page of a posting adds to, as in the view jobs_full. */
const FROM_PAGE: Readonly<Record<string, string>> = {
  skills: "if(empty(d.skills), j.skills, d.skills)",
  welfare: "if(empty(d.welfare), j.welfare, d.welfare)",
  job_type: "coalesce(j.job_type, d.job_type)",
  lon: "coalesce(j.lon, d.lon)",
  lat: "coalesce(j.lat, d.lat)",
  coordinate_system: "coalesce(j.coordinate_system, d.coordinate_system)",
  is_proxy: "coalesce(j.is_proxy, d.is_proxy)",
  published_at: "coalesce(j.published_at, d.published_at)",
  updated_at: "coalesce(j.updated_at, d.updated_at)",
};

/** Columns in which a posting follows the own page of its company, where one is stored. */
const FROM_COMPANY: Readonly<Record<string, string>> = {
  company_name: "coalesce(j.company_name, c.name, c.full_name)",
  company_full_name: "c.full_name",
  // A size that spans two bands has a text and no band.
  company_size: "if(c.company_size_text IS NULL, j.company_size, c.company_size)",
  company_type: "coalesce(c.company_type, j.company_type)",
  company_stage: "coalesce(c.company_stage, j.company_stage)",
  industry: "coalesce(c.industry, j.industry)",
};

/** A company that is joined to others has its link; another one is itself, under its key or its name. */
const COMPANY_ID = `multiIf(l.company_id != '', l.company_id,
  j.company_key IS NOT NULL, concat(j.platform, ':', assumeNotNull(j.company_key)),
  isNotNull(${FROM_COMPANY.company_name}), concat('~', assumeNotNull(${FROM_COMPANY.company_name})), '')`;

const DESCRIPTION = "coalesce(nullIf(d.description, ''), j.description)";
/**
 * SQL of `search_text`. Every text stands on a line of its own, so that no phrase is found across two.
 * @param texts expressions; null counts as empty
 * @param lists expressions of Array(String)
 */
export function searchTextSql({ texts, lists }: { texts: string[]; lists: string[] }): string {
  const lines = [
    ...texts.map((text) => foldSql(`ifNull(${text}, '')`)),
    ...lists.map((list) => `arrayStringConcat(arrayMap(x -> ${foldSql("x")}, ${list}), '\\n')`),
  ];
  return `concat(${lines.join(", '\\n', ")})`;
}

const SEARCH_TEXT = searchTextSql({
  texts: ["j.title", FROM_COMPANY.company_name as string, DESCRIPTION],
  lists: [FROM_PAGE.skills as string, "j.tags"],
});

/** Sightings outlive nothing: where none was ever written, the row's own time stands in. */
const seen = (column: "first_seen" | "last_seen") =>
  `coalesce(nullIf(s.${column}, toDateTime64(0, 3, 'UTC')), j.collected_at)`;

/**
 * Columns that figures read in place of those that they are made of.
 * @param job alias of the table with the posting
 * @param firstSeen expression of the first sighting
 */
function figureColumnsSql({
  job,
  firstSeen,
}: {
  job: string;
  firstSeen: string;
}): Record<(typeof FIGURE_COLUMNS)[number], string> {
  const name = `${job}.company_name`;
  return {
    first_day: `toDate(${firstSeen}, 'Asia/Shanghai')`,
    has_unread: `notEmpty(${job}.unread)`,
    is_negotiable: negotiableSql(`${job}.`),
    key_hash: `cityHash64(${job}.platform, ${job}.job_key)`,
    company_hash: `if(${name} IS NULL, 0, cityHash64(assumeNotNull(${name})))`,
  };
}

const SKILLS = distinctSkillsSql(FROM_PAGE.skills as string);
const WORKING_TIME = workingTimeSql({
  lists: [FROM_PAGE.welfare as string, "j.tags"],
  texts: ["j.title", DESCRIPTION],
});

const ADDED: Readonly<Record<string, string>> = {
  company_id: COMPANY_ID,
  detailed_at: "nullIf(d.collected_at, toDateTime64(0, 3, 'UTC'))",
  first_seen: seen("first_seen"),
  last_seen_day: `toDate(${seen("last_seen")}, 'Asia/Shanghai')`,
  description: DESCRIPTION,
  skills: SKILLS,
  skill_keys: skillKeysSql(SKILLS),
  working_time: `arrayMap(t -> t.1, ${WORKING_TIME})`,
  working_time_said: `arrayMap(t -> t.2, ${WORKING_TIME})`,
  search_text: SEARCH_TEXT,
  latin_words: latinWordsSql("search_text"),
  version: "fromUnixTimestamp64Milli({version:Int64}, 'UTC')",
  is_duplicate: "toUInt8(g.group_id != 0 AND g.is_main = 0)",
  group_id: "g.group_id",
  ...figureColumnsSql({ job: "j", firstSeen: seen("first_seen") }),
};

const COLUMNS = Object.keys(jobFacts.columns);
const ofJobs = new Set<string>(FACT_COLUMNS_OF_JOBS);
const selected = COLUMNS.map((name) => {
  const value =
    ADDED[name] ?? FROM_PAGE[name] ?? FROM_COMPANY[name] ?? (ofJobs.has(name) ? `j.${name}` : undefined);
  if (value === undefined) throw new Error(`job_facts.${name} has no source`);
  return `${value} AS ${name}`;
});

/**
 * The rows of job_facts as the stored rows say them; takes `version` (ms).
 * @param keys condition or subquery of the postings, `IN ...`
 */
const factsOf = (keys: string): string => `
  SELECT ${selected.join(", ")}
  FROM (SELECT * FROM jobs FINAL WHERE ${keys}) AS j
  LEFT JOIN (SELECT * FROM job_details FINAL WHERE ${keys}) AS d
    ON d.platform = j.platform AND d.job_key = j.job_key
  LEFT JOIN
  (
    SELECT platform, company_key, name, full_name, company_size_text, company_size, company_type, company_stage, industry
    FROM company_pages FINAL
    WHERE (platform, company_key) IN (
      SELECT platform, assumeNotNull(jobs.company_key) FROM jobs WHERE ${keys} AND jobs.company_key IS NOT NULL)
  ) AS c ON c.platform = j.platform AND c.company_key = j.company_key
  LEFT JOIN (SELECT platform, company_key, company_id FROM company_links FINAL) AS l
    ON l.platform = j.platform AND l.company_key = j.company_key
  LEFT JOIN
  (
    SELECT platform, job_key,
      CAST(min(job_spans.first_seen) AS DateTime64(3, 'UTC')) AS first_seen,
      CAST(max(job_spans.last_seen) AS DateTime64(3, 'UTC')) AS last_seen
    FROM job_spans WHERE ${keys}
    GROUP BY platform, job_key
  ) AS s ON s.platform = j.platform AND s.job_key = j.job_key
  LEFT JOIN (SELECT platform, job_key, group_id, is_main FROM job_groups FINAL WHERE ${keys}) AS g
    ON g.platform = j.platform AND g.job_key = j.job_key`;

/** Inserts the current rows of the changed postings; also takes `version` (ms). */
export const INSERT_FACTS = `
  INSERT INTO job_facts (${COLUMNS.join(", ")})
  ${factsOf(`(platform, job_key) IN ${TOUCHED}`)}`;

/** Inserts what job_facts should hold into `table`, a share of all postings at a time. */
export const insertExpectedFacts = (table: string): string => `
  INSERT INTO ${table} (${COLUMNS.join(", ")})
  ${factsOf("sipHash64(platform, job_key) % {parts:UInt32} = {part:UInt32}")}`;

/** Deletes the rows that those replace, and the rows of postings that are no longer stored. */
export const DELETE_OLD_FACTS = `
  DELETE FROM job_facts
  WHERE version < fromUnixTimestamp64Milli({version:Int64}) AND (platform, job_key) IN ${TOUCHED}`;

/** How much changed, by ClickHouse's clock; takes `since` only. `companies`: those whose own page was stored anew. */
export const COUNT_CHANGES = `
  SELECT
    toUnixTimestamp64Milli(now64(3)) AS through,
    (SELECT count() FROM company_changes WHERE changed_at > fromUnixTimestamp64Milli({since:Int64})) AS companies,
    countIf(seen_day IS NULL) AS content,
    arraySort(groupUniqArrayIf(assumeNotNull(seen_day), seen_day IS NOT NULL)) AS days
  FROM job_changes WHERE changed_at > fromUnixTimestamp64Milli({since:Int64})`;

/**
 * Counts the postings of companies as changed whose own page was stored anew; takes `since` only. One pass over the keys
 * of job_facts, however many companies they are.
 */
export const CHANGE_POSTINGS_OF_COMPANIES = `
  INSERT INTO job_changes (platform, job_key)
  SELECT platform, job_key FROM job_facts
  WHERE job_facts.company_key IS NOT NULL AND (platform, assumeNotNull(job_facts.company_key)) IN (
    SELECT platform, company_key FROM company_changes
    WHERE changed_at > fromUnixTimestamp64Milli({since:Int64}))`;

/** Moves the day of the last sighting of the postings that were seen on `day`, never back. */
export const MOVE_LAST_SEEN = `
  UPDATE job_facts SET last_seen_day = {day:Date}
  WHERE last_seen_day < {day:Date}
    AND (platform, job_key) IN (
      SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND seen_day = {day:Date})`;

/** Counts every posting as changed, so that the next refresh makes all rows anew. */
export const CHANGE_ALL =
  "INSERT INTO job_changes (platform, job_key) SELECT DISTINCT platform, job_key FROM jobs";
