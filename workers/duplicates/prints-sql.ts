/** Makes the rows of `job_prints` from `job_facts`: what is compared of a posting. */
import { COMPARED_FACTS, COMPARED_NAMES } from "../../shared/tables/duplicates.ts";
import { instantSql, sqlString } from "../clickhouse/query.ts";
import { inSteps, type SqlStep } from "./sql-steps.ts";
import { titleSteps } from "./title-sql.ts";

/** Signs of a run of the text, and hashes kept of it: the share that two sketches have in common is off by 0.09 (1/√32 × ½). */
const RUN = 4;
export const SKETCH = 32;
/** Longer texts are cut. */
const MAX_TEXT = 4000;
/** Fewer skills say little. */
export const MIN_WORDS = 3;
/** A shorter text says little. */
export const MIN_TEXT = 40;

/** Equals `key_hash` of job_facts, for rows that lack it. */
export const hashOf = "cityHash64(platform, job_key)";

/** Firms that post for others, by their name. */
const AGENCY = "人力资源|人力|劳务|猎头|人才|派遣|外包";

const withoutEnding = (place: string, endings: string) =>
  `replaceRegexpOne(${place}, ${sqlString(`(${endings})$`)}, '')`;
const DISTRICT = withoutEnding("ifNull(f_district, '')", "新区|区|县|市|镇");
/** `any` says as little as no value. */
const openAsEmpty = (level: string) => `if(ifNull(${level}, 'any') = 'any', '', assumeNotNull(${level}))`;

/** The name of the company by which postings are compared, in rows of job_facts. */
export const NAME = "coalesce(nullIf(company_full_name, ''), company_name)";
/** Parts of the company's name, read as `c_` and the name. */
const NAMES = ["identity", "place", "brand", "trade", "branch"];

const STEPS: readonly SqlStep[] = [
  {
    p_city: "ifNull(f_city, '')",
    district: DISTRICT,
    p_text: `replaceRegexpAll(lowerUTF8(normalizeUTF8NFKC(substringUTF8(ifNull(f_description, ''), 1, ${MAX_TEXT}))), '[^\\\\p{L}\\\\p{N}]', '')`,
    p_brand: "if(c_brand != '', c_brand, c_trade)",
  },
  ...titleSteps("f_title", "p_city", "district"),
  {
    area: "if(p_brand = '' OR title = '', 0, cityHash64(substringUTF8(p_brand, 1, 2), p_city))",
    id: "cityHash64(f_platform, f_job_key)",
    firm: "if(ifNull(f_company_id, '') = '', 0, cityHash64(assumeNotNull(f_company_id)))",
    company: "if(c_identity = '', 0, cityHash64(c_identity))",
    brand: "if(p_brand = '', 0, cityHash64(p_brand))",
    salary_low: "ifNull(toFloat32(f_monthly_min), 0)",
    salary_high: "ifNull(toFloat32(f_monthly_max), 0)",
    experience: `if(f_experience IN ('student', 'graduate'), 'none', ${openAsEmpty("f_experience")})`,
    degree: openAsEmpty("f_degree"),
    is_proxy: `toUInt8(ifNull(f_is_proxy, 0) OR match(ifNull(f_company_name, ''), ${sqlString(AGENCY)}))`,
    words: "arraySort(arrayDistinct(arrayMap(x -> toUInt32(cityHash64(x)), f_skill_keys)))",
    sketch: `arraySlice(arraySort(arrayDistinct(arrayMap(x -> toUInt32(cityHash64(x)), ngrams(p_text, ${RUN})))), 1, ${SKETCH})`,
    text_chars: "toUInt32(lengthUTF8(p_text))",
  },
  {
    blocks: `if(area = 0, [], arrayDistinct(arrayFilter(x -> x != 0, [
      cityHash64(area, company),
      cityHash64(area, title),
      if(salary_high = 0, 0, cityHash64(area, salary_low, salary_high)),
      if(text_chars < ${MIN_TEXT}, 0, cityHash64(area, sketch[1])),
      if(length(words) < ${MIN_WORDS}, 0, cityHash64(area, words))])))`,
  },
];

/** Columns of job_prints that the posting has under the same name. */
const OF_FACTS = ["platform", "job_key", "first_seen", "last_seen_day"];
/** Columns of job_prints that the company's name has under the same name. */
const OF_NAME = ["place", "trade", "branch"];
/** Columns of job_prints that the steps make under the same name. */
const MADE = [
  "area",
  "id",
  "firm",
  "company",
  "brand",
  "title",
  "title_latin",
  "title_level",
  "title_marks",
  "district",
  "salary_low",
  "salary_high",
  "experience",
  "degree",
  "is_proxy",
  "words",
  "sketch",
  "text_chars",
];

/** Columns of job_prints that pairs are compared by. */
export const FEATURES: readonly string[] = [...OF_FACTS, ...OF_NAME, ...MADE];

/** Column of job_prints → what it is filled with. */
const COLUMNS: ReadonlyMap<string, string> = new Map([
  ...OF_FACTS.map((name) => [name, `f_${name}`] as const),
  ...OF_NAME.map((name) => [name, `c_${name}`] as const),
  ...MADE.map((name) => [name, name] as const),
  ["blocks", "blocks"],
  ["version", instantSql("version")],
]);

const POSTING = [...COMPARED_FACTS, ...COMPARED_NAMES].join(", ");
/**
 * Keeps what is compared of some postings for this pass, which reads it several times; takes `version` (ms). Each look for
 * them in job_facts reads the hashes of all postings.
 * @param keys condition of these postings in job_facts
 */
export const insertPostings = (keys: string): string => `
  INSERT INTO job_match_postings (pass, ${POSTING})
  SELECT ${instantSql("version")}, ${POSTING} FROM job_facts WHERE ${keys}`;
const OF_PASS = `WHERE pass = ${instantSql("version")}`;
/** The postings that `insertPostings` kept. */
export const POSTINGS_OF_PASS = `job_match_postings ${OF_PASS}`;

/** Inserts the rows of the postings of the pass; takes `version` (ms). */
export const INSERT_PRINTS_OF_PASS = insertPrints(
  POSTINGS_OF_PASS,
  `SELECT name, ${NAMES.join(", ")} FROM job_match_names ${OF_PASS}`,
);
/**
 * Inserts the rows of some postings, whose names were learnt; takes `version` (ms).
 * @param postings rows with the columns of job_facts: a table and its condition
 */
export const insertPrintsOf = (postings: string): string =>
  insertPrints(
    postings,
    `SELECT name, ${NAMES.join(", ")} FROM company_name_parts
        WHERE name IN (SELECT assumeNotNull(${NAME}) FROM ${postings})
        ORDER BY rules DESC LIMIT 1 BY name`,
  );

/** @param names query of the parts of their names, one row each */
function insertPrints(postings: string, names: string): string {
  return `
  INSERT INTO job_prints (${[...COLUMNS.keys()].join(", ")})
  SELECT ${[...COLUMNS.values()].join(", ")}
  FROM (${inSteps(
    `SELECT f.*, ${NAMES.map((name) => `c.${name} AS c_${name}`).join(", ")}
      FROM (
        SELECT ${COMPARED_FACTS.map((name) => `${name} AS f_${name}`).join(", ")}, ${NAME} AS f_company_name
        FROM ${postings}) AS f
      LEFT JOIN (${names}) AS c
        ON c.name = f.f_company_name`,
    STEPS,
  )})`;
}
