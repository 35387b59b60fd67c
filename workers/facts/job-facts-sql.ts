/** The statements that keep `job_facts` current. Their parameters: `since` and `through` (ms, exclusive and inclusive). */
import { figureBitsSql } from "../../shared/domain/figure-bits.ts";
import { FACT_COLUMNS_OF_JOBS, type FIGURE_COLUMNS, jobFacts } from "../../shared/tables/facts.ts";
import { negotiableSql } from "../clickhouse/job-salary.ts";
import { skillKeysSql } from "../clickhouse/job-skills.ts";
import { foldSql, latinWordsSql } from "../clickhouse/job-text.ts";
import { instantSql } from "../clickhouse/query.ts";
import { MAY_RETURN, notRemovedSql } from "../clickhouse/removed-jobs.ts";
import {
  classesSql,
  type DictionaryTables,
  dictionarySql,
  IN_FORCE,
  tagsOfKindSql,
} from "../skills/skill-sql.ts";
import { workingTimeSql } from "./working-time-sql.ts";

const BETWEEN = `changed_at > ${instantSql("since")} AND changed_at <= ${instantSql("through")}`;

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
  texts: ["j.title", FROM_COMPANY.company_name as string, DESCRIPTION],
  lists: [LISTED_SKILLS, "j.tags"],
});

/** Sightings outlive nothing: where none was ever written, the row's own time stands in. */
const seen = (column: "first_seen" | "last_seen") =>
  `coalesce(nullIf(s.${column}, toDateTime64(0, 3, 'UTC')), j.collected_at)`;

const IS_DUPLICATE = "toUInt8(g.group_id != 0 AND g.is_main = 0)";
const HAS_UNREAD = "notEmpty(j.unread)";
const IS_NEGOTIABLE = negotiableSql("j.");

/** Columns that figures read in place of those that they are made of. */
const FOR_FIGURES: Readonly<Record<(typeof FIGURE_COLUMNS)[number], string>> = {
  first_day: `toDate(${seen("first_seen")}, 'Asia/Shanghai')`,
  has_unread: HAS_UNREAD,
  is_negotiable: IS_NEGOTIABLE,
  figure_bits: figureBitsSql({
    duplicate: IS_DUPLICATE,
    unread: HAS_UNREAD,
    negotiable: IS_NEGOTIABLE,
    closed: "life.state = 'closed'",
    platform: "j.platform",
  }),
  key_hash: "cityHash64(j.platform, j.job_key)",
  company_id_hash: `if(${COMPANY_ID} = '', 0, cityHash64(${COMPANY_ID}))`,
  company_hash: `if(isNull(${FROM_COMPANY.company_name}), 0, cityHash64(assumeNotNull(${FROM_COMPANY.company_name})))`,
};

/** The same expressions as in the text to search, so that each is computed once. */
const CLASSES = classesSql({
  skills: LISTED_SKILLS,
  tags: "j.tags",
  texts: [foldSql("ifNull(j.title, '')"), foldSql(`ifNull(${DESCRIPTION}, '')`)],
});
const WORKING_TIME = workingTimeSql({
  lists: [LISTED_WELFARE, "j.tags"],
  texts: ["j.title", DESCRIPTION],
});

const ADDED: Readonly<Record<string, string>> = {
  company_id: COMPANY_ID,
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
  state: "if(life.state = 'closed', 'closed', 'open')",
  born_after: "life.born_after",
  closed_after: "if(life.state = 'closed', life.closed_after, NULL)",
  closed_at: "if(life.state = 'closed', life.closed_at, NULL)",
  chain_key: "chain.chain_key",
  chain_place: "chain.chain_place",
  version: instantSql("version"),
  ...FOR_FIGURES,
  is_duplicate: IS_DUPLICATE,
  group_id: "g.group_id",
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
  WITH ${dictionarySql(IN_FORCE)}, ${CLASSES}
  SELECT ${selected.join(", ")}
  ${rowsOf(keys)}`;

/** Some postings as they were sent, without removed ones: `j` is their row of a list, `d` that of their own page. */
const postings = (keys: string): string => `
  FROM (SELECT * FROM jobs FINAL WHERE ${keys} AND ${notRemovedSql(keys)}) AS j
  LEFT JOIN (SELECT * FROM job_details FINAL WHERE ${keys}) AS d
    ON d.platform = j.platform AND d.job_key = j.job_key`;

/** The condition of the rows of companies that some postings name. */
const ofCompanies = (keys: string): string => `(platform, company_key) IN (
  SELECT platform, assumeNotNull(jobs.company_key) FROM jobs WHERE ${keys} AND jobs.company_key IS NOT NULL)`;

/**
 * Some postings with what is known of them: `c` is the page of their company, `l` its link, `s` their sightings, `g` their
 * group, `life` their life and `chain` their chain of reposts.
 */
const rowsOf = (keys: string): string => `
  ${postings(keys)}
  LEFT JOIN
  (
    SELECT platform, company_key, name, full_name, company_size_text, company_size, company_type, company_stage, industry
    FROM company_pages FINAL WHERE ${ofCompanies(keys)}
  ) AS c ON c.platform = j.platform AND c.company_key = j.company_key
  LEFT JOIN (SELECT platform, company_key, company_id FROM company_links FINAL WHERE ${ofCompanies(keys)}) AS l
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
    ON g.platform = j.platform AND g.job_key = j.job_key
  LEFT JOIN (SELECT * FROM job_life FINAL WHERE ${keys}) AS life
    ON life.platform = j.platform AND life.job_key = j.job_key
  LEFT JOIN (SELECT * FROM job_chains FINAL WHERE ${keys}) AS chain
    ON chain.platform = j.platform AND chain.job_key = j.job_key`;

/**
 * What the dictionary says of some postings: `skills`, `welfare` and `requirements` as job_facts would have them.
 * @param keys condition or subquery of the postings, `IN ...`
 */
export const skillsOfSql = (keys: string, tables: DictionaryTables): string =>
  classified(keys, tables, ["skills", "welfare", "requirements"]);

/** The same of one posting, by the dictionary in force, and its tags that are titles; takes `platform` and `job_key`. */
export const CLASSES_OF_JOB = classified(
  "platform = {platform:String} AND job_key = {job_key:String}",
  IN_FORCE,
  ["skills", "welfare", "requirements", "titles"],
);

function classified(keys: string, tables: DictionaryTables, names: readonly string[]): string {
  const columns: Readonly<Record<string, string>> = { ...ADDED, titles: tagsOfKindSql("title") };
  return `
  WITH ${dictionarySql(tables)}, ${CLASSES}
  SELECT j.platform AS platform, j.job_key AS job_key, ${names
    .map((name) => `${columns[name]} AS ${name}`)
    .join(", ")}
  ${postings(keys)}`;
}

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
  WHERE version < ${instantSql("version")} AND (platform, job_key) IN ${TOUCHED}`;

const SEEN_OF_RETURNING = `seen_day IS NOT NULL AND (platform, job_key) IN ${MAY_RETURN}`;

/**
 * How much changed, by ClickHouse's clock; takes `since` only. `companies`: those whose own page was stored anew;
 * `returning`: removed postings that were seen and may return.
 */
export const COUNT_CHANGES = `
  SELECT
    toUnixTimestamp64Milli(now64(3)) AS through,
    (SELECT count() FROM company_changes WHERE changed_at > ${instantSql("since")}) AS companies,
    countIf(seen_day IS NULL) AS content,
    countIf(${SEEN_OF_RETURNING}) AS returning,
    arraySort(groupUniqArrayIf(assumeNotNull(seen_day), seen_day IS NOT NULL)) AS days
  FROM job_changes WHERE changed_at > ${instantSql("since")}`;

/**
 * Counts the postings of companies as changed whose own page was stored anew; takes `since` only. One pass over the keys
 * of job_facts, however many companies they are.
 */
export const CHANGE_POSTINGS_OF_COMPANIES = `
  INSERT INTO job_changes (platform, job_key)
  SELECT platform, job_key FROM job_facts
  WHERE job_facts.company_key IS NOT NULL AND (platform, assumeNotNull(job_facts.company_key)) IN (
    SELECT platform, company_key FROM company_changes
    WHERE changed_at > ${instantSql("since")})`;

/** Counts removed postings as changed that were seen and may return; takes `since` only. */
export const CHANGE_RETURNING = `
  INSERT INTO job_changes (platform, job_key)
  SELECT DISTINCT platform, job_key FROM job_changes
  WHERE changed_at > ${instantSql("since")} AND ${SEEN_OF_RETURNING}`;

/** Moves the day of the last sighting of the postings that were seen on `day`, never back. */
export const MOVE_LAST_SEEN = `
  UPDATE job_facts SET last_seen_day = {day:Date}
  WHERE last_seen_day < {day:Date}
    AND (platform, job_key) IN (
      SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND seen_day = {day:Date})`;

/** Counts every posting as changed, so that the next refresh makes all rows anew. */
export const CHANGE_ALL =
  "INSERT INTO job_changes (platform, job_key) SELECT DISTINCT platform, job_key FROM jobs";
