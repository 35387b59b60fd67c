/**
 * Finds and compares the pairs of `job_prints` that may be the same job. Candidates share a block; within one each posting
 * is compared with those beside it, so that a block of any size costs in proportion to its postings.
 */
import { instantSql } from "../clickhouse/query.ts";
import { FEATURES, MIN_TEXT, MIN_WORDS, SKETCH } from "./prints-sql.ts";
import { inSteps, type SqlStep } from "./sql-steps.ts";
import { ERASED_KINDS } from "./title-sql.ts";

/** Neighbours that a posting is compared with in each block. Blocks that are not larger are compared whole. */
const NEIGHBOURS = 10;
/** Middles of two salaries of one level differ by this factor at most. */
const SAME_LEVEL = 1.2;

/** These columns alone tell of most postings that they are another job: the others are read of the rest only. */
const MEMBER_COLUMNS = "id, district, salary_low, salary_high, title_level, firm, company, brand";
const MEMBER = `(${MEMBER_COLUMNS})`;

const isLevelApart = (one: string, other: string) =>
  `(${one} != 0 AND ${other} != 0 AND bitAnd(${one}, ${other}) = 0)`;
/** `3千及以下` names no lower end: then the upper ones are compared. */
const isSalaryApart = (low: string, high: string, otherLow: string, otherHigh: string) => {
  const [one, other] = [
    `(${high} + if(${otherLow} = 0, 0, ${low}))`,
    `(${otherHigh} + if(${low} = 0, 0, ${otherLow}))`,
  ];
  return `(${high} > 0 AND ${otherHigh} > 0 AND greatest(${one}, ${other}) > ${SAME_LEVEL} * least(${one}, ${other}))`;
};

/** @param areas condition of the areas that are compared; @param blocks condition of `block` */
const candidates = (areas: string, blocks: string): string => `
  SELECT DISTINCT area, least(one.1, other.1) AS a, greatest(one.1, other.1) AS b
  FROM (
    SELECT area, ${MEMBER} AS one, arrayJoin(groupArray(${MEMBER}) OVER (
      PARTITION BY block ORDER BY title, district, salary_low, salary_high, id
      ROWS BETWEEN ${NEIGHBOURS} PRECEDING AND 1 PRECEDING)) AS other
    FROM (
      SELECT area, title, ${MEMBER_COLUMNS}, arrayJoin(blocks) AS block
      FROM job_prints WHERE ${areas})
    WHERE ${blocks})
  WHERE one.1 != other.1 AND (one.2 = other.2 OR one.2 = '' OR other.2 = '')
    AND NOT ${isSalaryApart("one.3", "one.4", "other.3", "other.4")}
    AND NOT ${isLevelApart("one.5", "other.5")}
    AND ((one.6 = other.6 AND one.6 != 0) OR one.7 = other.7 OR one.8 = other.8)`;

/** Share of the smaller list that the larger one has too, a part of it only where it is much smaller. */
const shared = (one: string, other: string) =>
  `length(arrayIntersect(${one}, ${other})) / greatest(1, least(length(${one}), length(${other})))`;

/** Jaccard's index of the runs of both texts, by the smallest hashes of their union (Broder 1997). */
const UNION = `arraySlice(arraySort(arrayDistinct(arrayConcat(a_sketch, b_sketch))), 1, ${SKETCH})`;
const JACCARD = `(length(arrayIntersect(p_union, a_sketch, b_sketch)) / greatest(1, length(p_union)))`;
/** Share of the shorter text that stands in the longer one: J(|A|+|B|) / ((1+J) min(|A|,|B|)). */
const CONTAINED = `least(1, p_jaccard * (a_text_chars + b_text_chars) / ((1 + p_jaccard) * least(a_text_chars, b_text_chars)))`;
const HAVE_TEXT = `(a_text_chars >= ${MIN_TEXT} AND b_text_chars >= ${MIN_TEXT})`;
const HAVE_WORDS = `(length(a_words) >= ${MIN_WORDS} AND length(b_words) >= ${MIN_WORDS})`;

/** The text that both have, or the skills where one of both has too little text; -1 where it has too few skills, too. */
const SAID = `multiIf(${HAVE_TEXT}, greatest(p_jaccard, ${CONTAINED}), ${HAVE_WORDS}, p_words, -1)`;

const GRAMS = (title: string) => `ngrams(${title}, 2)`;
const DICE = `2 * length(arrayIntersect(${GRAMS("a_title")}, ${GRAMS("b_title")}))
  / greatest(1, length(arrayDistinct(${GRAMS("a_title")})) + length(arrayDistinct(${GRAMS("b_title")})))`;

const same = (column: string) =>
  `multiIf(a_${column} = '' OR b_${column} = '', 0.5, a_${column} = b_${column}, 1, 0)`;

/** Boss rounds to thousands, lower ends down and upper ends up. */
const TOLERANCE = (end: string) =>
  `if(a_platform = b_platform, 0.02 * a_salary_${end}, greatest(0.05 * a_salary_${end}, 999))`;

/** A branch and a firm that names none may be one or two: a person decides. */
const ONE_NAMES_BRANCH = 0.8;

const marks = (side: string, kind: string) => `arrayFilter(x -> startsWith(x, ${kind}), ${side}_title_marks)`;
/** Both titles say what was taken out of them, and neither says it as the other. */
const ARE_MARKS_APART = `arrayExists(k -> NOT hasAll(${marks("a", "k")}, ${marks("b", "k")})
    AND NOT hasAll(${marks("b", "k")}, ${marks("a", "k")}), [${ERASED_KINDS.map((kind) => `'${kind}'`).join(", ")}])`;

const PARTS: Readonly<Record<string, string>> = {
  company: `multiIf(a_company = 0 OR b_company = 0, 0, a_firm != 0 AND a_firm = b_firm, 1,
    a_branch != '' AND b_branch != '' AND a_branch != b_branch, 0,
    a_company = b_company, if(a_branch = b_branch, 1, ${ONE_NAMES_BRANCH}),
    a_brand = b_brand AND (a_place = '' OR b_place = '' OR a_place = b_place)
      AND (startsWith(a_trade, b_trade) OR startsWith(b_trade, a_trade)), if(a_branch = b_branch, 0.9, ${ONE_NAMES_BRANCH}), 0)`,
  place: same("district"),
  title: `if(a_title = b_title, 1, if(notEmpty(a_title_latin) AND notEmpty(b_title_latin)
    AND NOT (hasAll(a_title_latin, b_title_latin) OR hasAll(b_title_latin, a_title_latin)), 0, ${DICE}))`,
  salary: `multiIf(a_salary_high = 0 OR b_salary_high = 0, -1,
    (a_salary_low = 0 OR b_salary_low = 0 OR abs(a_salary_low - b_salary_low) <= ${TOLERANCE("low")}) AND abs(a_salary_high - b_salary_high) <= ${TOLERANCE("high")}, 1,
    least(a_salary_low + a_salary_high, b_salary_low + b_salary_high) / greatest(a_salary_low + a_salary_high, b_salary_low + b_salary_high) - 0.1)`,
  requirements: `(${same("experience")} + ${same("degree")}) / 2`,
  text: `multiIf(${HAVE_TEXT} AND ${HAVE_WORDS}, greatest(p_said, 0.9 * p_words), p_said)`,
};

/** What the verdict asks of a pair, as columns of 0 and 1. */
const ASKED: SqlStep = {
  is_other_requirement: `${same("experience")} = 0 OR ${same("degree")} = 0`,
  are_marks_apart: ARE_MARKS_APART,
  /** One was no longer seen when the other was first seen. */
  is_later: `a_last_seen_day < toDate(b_first_seen, 'Asia/Shanghai') OR b_last_seen_day < toDate(a_first_seen, 'Asia/Shanghai')`,
  /** The postings are on two platforms, and nothing but their words differs. */
  is_all_else_same:
    "a_platform != b_platform AND company = 1 AND title = 1 AND place = 1 AND salary = 1 AND requirements >= 0.75",
};
/** Share of the text that both must have, and whether the salaries are near enough for it. */
const ENOUGH: SqlStep = {
  is_text_enough:
    "text < 0 OR text >= multiIf(is_all_else_same, 0.05, place = 1 AND requirements = 1 AND salary = 1, 0.2, 0.3)",
  is_salary_enough:
    "multiIf(salary = 1, 1, salary < 0, text >= 0.5 OR (text < 0 AND place = 1), text >= 0.75 OR (text < 0 AND is_later))",
  is_proxy_enough: `(p_said >= 0.8 AND ${HAVE_TEXT}) OR NOT (a_is_proxy OR b_is_proxy)`,
};

/**
 * Sure: the same company, place and job, and nothing that differs but what a second platform or a later posting changes.
 * One word of a title may name another job (一部, 夜班, 华东), so that titles that differ at all wait for a person. An agency
 * posts the same job for several firms, so that its postings need the same text too.
 */
const VERDICT = `multiIf(
  company = 0 OR place = 0 OR title < 0.5 OR requirements = 0, '',
  salary >= 0 AND salary < 1 AND text >= 0 AND text < 0.3, '',
  company >= 0.9 AND title = 1 AND NOT are_marks_apart AND a_title_level = b_title_level AND NOT is_other_requirement
    AND is_text_enough AND is_salary_enough AND is_proxy_enough AND (place = 1 OR text >= 0.3 OR salary = 1), 'sure',
  text >= 0 AND text < 0.3 AND title < 1, '',
  'doubtful')`;

const SCORE = `0.15 * company + 0.15 * place + 0.25 * title + 0.15 * if(salary < 0, 0.5, salary) + 0.1 * requirements
  + 0.2 * if(text < 0, 0.5, text)`;

const STEPS: readonly SqlStep[] = [
  { p_union: UNION, p_words: shared("a_words", "b_words") },
  { p_jaccard: JACCARD },
  { p_said: SAID },
  PARTS,
  ASKED,
  ENOUGH,
  { verdict: VERDICT, score: SCORE },
];

const PART_NAMES = Object.keys(PARTS);

type Side = "a" | "b";
const featuresOf = (side: Side, read: (column: string, at: number) => string): string =>
  FEATURES.map((column, at) => `${read(column, at)} AS ${side}_${column}`).join(", ");

/**
 * Reads the features of both postings of each pair from their rows of job_prints, a stream of any length.
 * @param pairs query of `a` and `b`; @param rows condition of the rows of job_prints that hold them
 */
function joined(pairs: string, rows: string): string {
  const prints = `(SELECT ${FEATURES.join(", ")} FROM job_prints WHERE ${rows})`;
  const side = (name: Side) => featuresOf(name, (column) => `${name}.${column}`);
  return `SELECT ${side("a")}, ${side("b")} FROM (${pairs}) AS c
      INNER JOIN ${prints} AS a ON a.id = c.a
      INNER JOIN ${prints} AS b ON b.id = c.b`;
}
/** Does the same as `joined`, and reads the rows once instead of twice; the features of all pairs are in memory together. */
function gathered(pairs: string, rows: string): string {
  const side = (name: Side) => featuresOf(name, (_, at) => `tupleElement(of_${name}, ${at + 1})`);
  return `SELECT ${side("a")}, ${side("b")} FROM (
      SELECT c.a, c.b, anyIf(f.features, f.one = c.a) AS of_a, anyIf(f.features, f.one = c.b) AS of_b
      FROM (SELECT a, b, arrayJoin([a, b]) AS one FROM (${pairs})) AS c
      INNER JOIN (SELECT id AS one, (${FEATURES.join(", ")}) AS features FROM job_prints WHERE ${rows}) AS f
        ON f.one = c.one
      GROUP BY c.a, c.b HAVING uniqExact(f.one) = 2)`;
}

/**
 * Inserts the pairs that are the same job or may be; takes `version` (ms).
 * @param pairs query of the features of both sides
 */
const insertPairs = (pairs: string): string => `
  INSERT INTO job_pairs (area, a, b, a_platform, a_key, b_platform, b_key, verdict, is_held, score,
    ${PART_NAMES.join(", ")}, version)
  SELECT a_area, a_id, b_id, a_platform, a_job_key, b_platform, b_job_key, verdict, 0, score,
    ${PART_NAMES.join(", ")}, ${instantSql("version")}
  FROM (${inSteps(pairs, STEPS)})
  WHERE verdict != ''`;

/** A range of areas, `from` inclusive to `to` inclusive; both are hashes as text. */
export const AREA_RANGE = "area != 0 AND area >= {from:UInt64} AND area <= {to:UInt64}";
/** Compares all postings of a range of areas. */
export const INSERT_PAIRS_OF_RANGE = insertPairs(joined(candidates(AREA_RANGE, "1"), AREA_RANGE));

const OF_PASS = `FROM job_match_pairs WHERE pass = ${instantSql("version")}`;
/**
 * Finds what some postings are compared with, and keeps it for the statement that compares, which reads it several times; takes
 * `version`.
 * @param touched a query of their hashes
 * @param areas condition of `area`: theirs
 */
export const insertCandidatesOf = (touched: string, areas: string): string => `
  INSERT INTO job_match_pairs (pass, area, a, b)
  SELECT ${instantSql("version")}, area, a, b
  FROM (${candidates(areas, `block IN (SELECT arrayJoin(blocks) FROM job_prints WHERE version = ${instantSql("version")})`)})
  WHERE a IN ${touched} OR b IN ${touched}`;
/** Passes over more postings than this take the statement whose memory does not grow with its pairs. */
const MAX_GATHERED = 5000;
/**
 * Compares the candidates of the pass. ClickHouse reads nothing but the ids of a granule that holds none of them.
 * @param postings number of those that changed
 */
export const insertPairsOfPass = (postings: number): string =>
  insertPairs(
    (postings > MAX_GATHERED ? joined : gathered)(
      `SELECT a, b ${OF_PASS}`,
      `area IN (SELECT area ${OF_PASS}) AND id IN (SELECT arrayJoin([a, b]) ${OF_PASS})`,
    ),
  );

/** Deletes what earlier comparisons said of some postings; takes `version`. */
export const deleteOldPairs = (touched: string): string => `
  DELETE FROM job_pairs
  WHERE version < ${instantSql("version")} AND (a IN ${touched} OR b IN ${touched})`;
export const DELETE_OLD_PAIRS_OF_RANGE = `
  DELETE FROM job_pairs WHERE version < ${instantSql("version")} AND ${AREA_RANGE}`;
