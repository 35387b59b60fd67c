/** The statements that keep `job_facts` current. Their parameters: `since` and `through` (ms, exclusive and inclusive). */
import { FACT_COLUMNS_OF_JOBS, type FIGURE_COLUMNS, jobFacts } from "../../shared/tables/facts.ts";
import { negotiableSql } from "../clickhouse/job-salary.ts";
import { skillKeysSql } from "../clickhouse/job-skills.ts";
import { foldSql, latinWordsSql } from "../clickhouse/job-text.ts";
import {
  classesSql,
  type DictionaryTables,
  dictionarySql,
  IN_FORCE,
  tagsOfKindSql,
} from "../skills/skill-sql.ts";
import { workingTimeSql } from "./working-time-sql.ts";

const BETWEEN =
  "changed_at > fromUnixTimestamp64Milli({since:Int64}) AND changed_at <= fromUnixTimestamp64Milli({through:Int64})";

/** Keys whose content changed; with `part` of `parts` only a share of them, the same for every statement. */
export const TOUCHED = `(
  SELECT platform, job_key FROM job_changes
  WHERE ${BETWEEN} AND seen_day IS NULL AND sipHash64(platform, job_key) % {parts:UInt32} = {part:UInt32})`;

/** Columns that the own page of a posting adds to, as in the view jobs_full. */
const FROM_PAGE: Readonly<Record<string, string>> = {
  job_type: "coalesce(j.job_type, d.job_type)",
  lon: "coalesce(j.lon, d.lon)",
  lat: "coalesce(j.lat, d.lat)",
  coordinate_system: "coalesce(j.coordinate_system, d.coordinate_system)",
  is_proxy: "coalesce(j.is_proxy, d.is_proxy)",
  published_at: "coalesce(j.published_at, d.published_at)",
  updated_at: "coalesce(j.updated_at, d.updated_at)",
};

const LISTED_SKILLS = "if(empty(d.skills), j.skills, d.skills)";
const LISTED_WELFARE = "if(empty(d.welfare), j.welfare, d.welfare)";
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
  texts: ["j.title", "j.company_name", DESCRIPTION],
  lists: [LISTED_SKILLS, "j.tags"],
});

/** Sightings outlive nothing: where none was ever written, the row's own time stands in. */
const seen = (column: "first_seen" | "last_seen") =>
  `coalesce(nullIf(s.${column}, toDateTime64(0, 3, 'UTC')), j.collected_at)`;

/** The same expressions as in the text to search, so that each is computed once. */
const CLASSES = classesSql({
  skills: LISTED_SKILLS,
  tags: "j.tags",
  texts: [foldSql("ifNull(j.title, '')"), foldSql(`ifNull(${DESCRIPTION}, '')`)],
});

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

const WORKING_TIME = workingTimeSql({
  lists: [LISTED_WELFARE, "j.tags"],
  texts: ["j.title", DESCRIPTION],
});

const ADDED: Readonly<Record<string, string>> = {
  detailed_at: "nullIf(d.collected_at, toDateTime64(0, 3, 'UTC'))",
  first_seen: seen("first_seen"),
  last_seen_day: `toDate(${seen("last_seen")}, 'Asia/Shanghai')`,
  description: DESCRIPTION,
  skills: "all_skills",
  skill_keys: skillKeysSql("all_skills"),
  listed_skills: LISTED_SKILLS,
  welfare: `arrayDistinct(arrayConcat(${LISTED_WELFARE}, ${tagsOfKindSql("welfare")}))`,
  requirements: tagsOfKindSql("requirement"),
  working_time: `arrayMap(t -> t.1, ${WORKING_TIME})`,
  working_time_said: `arrayMap(t -> t.2, ${WORKING_TIME})`,
  search_text: SEARCH_TEXT,
  latin_words: latinWordsSql("search_text"),
  version: "fromUnixTimestamp64Milli({version:Int64}, 'UTC')",
  ...figureColumnsSql({ job: "j", firstSeen: seen("first_seen") }),
};

const COLUMNS = Object.keys(jobFacts.columns);
const ofJobs = new Set<string>(FACT_COLUMNS_OF_JOBS);
const selected = COLUMNS.map((name) => {
  const value = ADDED[name] ?? FROM_PAGE[name] ?? (ofJobs.has(name) ? `j.${name}` : undefined);
  if (value === undefined) throw new Error(`job_facts.${name} has no source`);
  return `${value} AS ${name}`;
});

/**
 * The rows of job_facts as the stored rows say them; takes `version` (ms).
 * @param keys condition or subquery of the postings, `IN ...`
 */
const factsOf = (keys: string): string => `
  WITH ${dictionarySql(IN_FORCE)}, ${CLASSES}
  SELECT ${selected.join(", ")}
  ${rowsOf(keys)}`;

/** The stored rows of some postings: `j` of the list, `d` of their own page, `s` their sightings. */
const rowsOf = (keys: string): string => `
  FROM (SELECT * FROM jobs FINAL WHERE ${keys}) AS j
  LEFT JOIN (SELECT * FROM job_details FINAL WHERE ${keys}) AS d
    ON d.platform = j.platform AND d.job_key = j.job_key
  LEFT JOIN
  (
    SELECT platform, job_key,
      CAST(min(job_spans.first_seen) AS DateTime64(3, 'UTC')) AS first_seen,
      CAST(max(job_spans.last_seen) AS DateTime64(3, 'UTC')) AS last_seen
    FROM job_spans WHERE ${keys}
    GROUP BY platform, job_key
  ) AS s ON s.platform = j.platform AND s.job_key = j.job_key`;

/**
 * What the dictionary says of some postings: `skills`, `welfare` and `requirements` as job_facts would have them.
 * @param keys condition or subquery of the postings, `IN ...`
 */
export const skillsOfSql = (keys: string, tables: DictionaryTables): string => `
  WITH ${dictionarySql(tables)}, ${CLASSES}
  SELECT j.platform AS platform, j.job_key AS job_key, ${["skills", "welfare", "requirements"]
    .map((name) => `${ADDED[name]} AS ${name}`)
    .join(", ")}
  ${rowsOf(keys)}`;

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

/** How much changed, by ClickHouse's clock; takes `since` only. */
export const COUNT_CHANGES = `
  SELECT
    toUnixTimestamp64Milli(now64(3)) AS through,
    countIf(seen_day IS NULL) AS content,
    arraySort(groupUniqArrayIf(assumeNotNull(seen_day), seen_day IS NOT NULL)) AS days
  FROM job_changes WHERE changed_at > fromUnixTimestamp64Milli({since:Int64})`;

/** Moves the day of the last sighting of the postings that were seen on `day`, never back. */
export const MOVE_LAST_SEEN = `
  UPDATE job_facts SET last_seen_day = {day:Date}
  WHERE last_seen_day < {day:Date}
    AND (platform, job_key) IN (
      SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND seen_day = {day:Date})`;

/** Counts every posting as changed, so that the next refresh makes all rows anew. */
export const CHANGE_ALL =
  "INSERT INTO job_changes (platform, job_key) SELECT DISTINCT platform, job_key FROM jobs";
