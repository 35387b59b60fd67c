/**
 * Finds and compares the pairs of `job_prints` that may be the same job. Candidates share a block; within one each posting
 * is compared with those beside it, so that a block of any size costs in proportion to its postings.
 */
import { MIN_TEXT, MIN_WORDS, SKETCH } from "./prints-sql.ts";

/** Neighbours that a posting is compared with in each block. Blocks that are not larger are compared whole. */
const NEIGHBOURS = 10;
/** Middles of two salaries of one level differ by this factor at most. */
export const SAME_LEVEL = 1.2;

/** What of a posting decides at once that it is another job. */
const MEMBER = "(id, district, salary_low, salary_high, title_level)";

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
  SELECT DISTINCT least(one.1, other.1) AS a, greatest(one.1, other.1) AS b
  FROM (
    SELECT ${MEMBER} AS one, arrayJoin(groupArray(${MEMBER}) OVER (
      PARTITION BY block ORDER BY title, district, salary_low, salary_high, id
      ROWS BETWEEN ${NEIGHBOURS} PRECEDING AND 1 PRECEDING)) AS other
    FROM (
      SELECT id, title, district, salary_low, salary_high, title_level, arrayJoin(blocks) AS block
      FROM job_prints WHERE ${areas})
    WHERE ${blocks})
  WHERE one.1 != other.1 AND (one.2 = other.2 OR one.2 = '' OR other.2 = '')
    AND NOT ${isSalaryApart("one.3", "one.4", "other.3", "other.4")}
    AND NOT ${isLevelApart("one.5", "other.5")}`;

const FEATURES = `id, area, platform, job_key, firm, company, brand, place, trade, title, title_latin, title_level, district,
  salary_low, salary_high, experience, degree, is_proxy, words, sketch, text_chars, first_seen, last_seen_day`;

/** Share of the smaller list that the larger one has too, a part of it only where it is much smaller. */
const shared = (one: string, other: string) =>
  `length(arrayIntersect(${one}, ${other})) / greatest(1, least(length(${one}), length(${other})))`;

/** Jaccard's index of the runs of both texts, by the smallest hashes of their union (Broder 1997). */
const UNION = `arraySlice(arraySort(arrayDistinct(arrayConcat(a.sketch, b.sketch))), 1, ${SKETCH})`;
const JACCARD = `(length(arrayIntersect(p_union, a.sketch, b.sketch)) / greatest(1, length(p_union)))`;
/** Share of the shorter text that stands in the longer one: J(|A|+|B|) / ((1+J) min(|A|,|B|)). */
const CONTAINED = `least(1, p_jaccard * (a.text_chars + b.text_chars) / ((1 + p_jaccard) * least(a.text_chars, b.text_chars)))`;
const HAVE_TEXT = `(a.text_chars >= ${MIN_TEXT} AND b.text_chars >= ${MIN_TEXT})`;
const HAVE_WORDS = `(length(a.words) >= ${MIN_WORDS} AND length(b.words) >= ${MIN_WORDS})`;

/** The text that both have, or the skills where one of both has too little text; -1 where it has too few skills, too. */
const SAID = `multiIf(${HAVE_TEXT}, greatest(p_jaccard, ${CONTAINED}), ${HAVE_WORDS}, p_words, -1)`;

const GRAMS = (title: string) => `ngrams(${title}, 2)`;
const DICE = `2 * length(arrayIntersect(${GRAMS("a.title")}, ${GRAMS("b.title")}))
  / greatest(1, length(arrayDistinct(${GRAMS("a.title")})) + length(arrayDistinct(${GRAMS("b.title")})))`;

const same = (column: string) =>
  `multiIf(a.${column} = '' OR b.${column} = '', 0.5, a.${column} = b.${column}, 1, 0)`;

/** Boss rounds to thousands, lower ends down and upper ends up. */
const TOLERANCE = (end: string) =>
  `if(a.platform = b.platform, 0.02 * a.salary_${end}, greatest(0.05 * a.salary_${end}, 999))`;

const PARTS: Readonly<Record<string, string>> = {
  company: `multiIf(a.company = 0 OR b.company = 0, 0, a.company = b.company OR (a.firm != 0 AND a.firm = b.firm), 1,
    a.brand = b.brand AND (a.place = '' OR b.place = '' OR a.place = b.place)
      AND (startsWith(a.trade, b.trade) OR startsWith(b.trade, a.trade)), 0.9, 0)`,
  place: same("district"),
  title: `if(a.title = b.title, 1, if(notEmpty(a.title_latin) AND notEmpty(b.title_latin)
    AND NOT (hasAll(a.title_latin, b.title_latin) OR hasAll(b.title_latin, a.title_latin)), 0, ${DICE}))`,
  salary: `multiIf(a.salary_high = 0 OR b.salary_high = 0, -1,
    (a.salary_low = 0 OR b.salary_low = 0 OR abs(a.salary_low - b.salary_low) <= ${TOLERANCE("low")}) AND abs(a.salary_high - b.salary_high) <= ${TOLERANCE("high")}, 1,
    least(a.salary_low + a.salary_high, b.salary_low + b.salary_high) / greatest(a.salary_low + a.salary_high, b.salary_low + b.salary_high) - 0.1)`,
  requirements: `(${same("experience")} + ${same("degree")}) / 2`,
  text: `multiIf(${HAVE_TEXT} AND ${HAVE_WORDS}, greatest(p_said, 0.9 * p_words), p_said)`,
};

/** A requirement that is another one on the other posting. */
const OTHER_REQUIREMENT = `(${same("experience")} = 0 OR ${same("degree")} = 0)`;
/** One was no longer seen when the other was first seen. */
const IS_LATER = `(a.last_seen_day < toDate(b.first_seen, 'Asia/Shanghai') OR b.last_seen_day < toDate(a.first_seen, 'Asia/Shanghai'))`;

/** On another platform, with everything else the same, only the words differ. */
const ALL_ELSE_SAME =
  "a.platform != b.platform AND company = 1 AND title = 1 AND place = 1 AND salary = 1 AND requirements >= 0.75";

/**
 * Sure: the same company, place and job, and nothing that differs but what a second platform or a later posting changes.
 * An agency posts the same job for several firms, so that of it the text must be the same too.
 */
const VERDICT = `multiIf(
  company = 0 OR place = 0 OR title < 0.5 OR requirements = 0, '',
  salary >= 0 AND salary < 1 AND text >= 0 AND text < 0.3, '',
  company >= 0.9
    AND NOT ${OTHER_REQUIREMENT}
    AND a.title_level = b.title_level
    AND (title = 1 OR (title >= 0.8 AND text >= 0.8 AND salary = 1))
    AND (text < 0 OR text >= multiIf(
      ${ALL_ELSE_SAME}, 0.05, place = 1 AND requirements = 1 AND salary = 1, 0.2, 0.3))
    AND multiIf(salary = 1, 1, salary < 0, text >= 0.5 OR (text < 0 AND place = 1), text >= 0.75 OR (text < 0 AND ${IS_LATER}))
    AND (place = 1 OR text >= 0.3 OR salary = 1)
    AND (p_said >= 0.8 OR NOT (a.is_proxy AND b.is_proxy)), 'sure',
  text >= 0 AND text < 0.3 AND title < 1, '',
  'doubtful')`;

const SCORE = `0.15 * company + 0.15 * place + 0.25 * title + 0.15 * if(salary < 0, 0.5, salary) + 0.1 * requirements
  + 0.2 * if(text < 0, 0.5, text)`;

/** Computed once for each pair and named, because it stands in several places. */
const ONCE: Readonly<Record<string, string>> = {
  p_union: UNION,
  p_jaccard: JACCARD,
  p_words: shared("a.words", "b.words"),
  p_said: SAID,
};

const PART_NAMES = Object.keys(PARTS);

/**
 * Compares candidates and inserts those that are the same job or may be; takes `version` (ms).
 * @param areas condition of `area`; @param blocks condition of `block`; @param ids condition of `c.a` and `c.b`
 */
const insertPairs = (areas: string, blocks: string, ids: string): string => `
  INSERT INTO job_pairs (area, a, b, a_platform, a_key, b_platform, b_key, verdict, is_held, score,
    ${PART_NAMES.join(", ")}, version)
  WITH ${Object.entries(ONCE)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(",\n    ")}
  SELECT a.area, a.id, b.id, a.platform, a.job_key, b.platform, b.job_key, ${VERDICT} AS verdict, 0, ${SCORE} AS score,
    ${PART_NAMES.map((name) => `${PARTS[name]} AS ${name}`).join(",\n    ")},
    fromUnixTimestamp64Milli({version:Int64}, 'UTC')
  FROM (SELECT * FROM (${candidates(areas, blocks)}) AS c WHERE ${ids}) AS c
  INNER JOIN (SELECT ${FEATURES} FROM job_prints WHERE ${areas}) AS a ON a.id = c.a
  INNER JOIN (SELECT ${FEATURES} FROM job_prints WHERE ${areas}) AS b ON b.id = c.b
  WHERE verdict != ''`;

/** A range of areas, `from` inclusive to `to` inclusive; both are hashes as text. */
export const AREA_RANGE = "area != 0 AND area >= {from:UInt64} AND area <= {to:UInt64}";
/** Compares all postings of a range of areas. */
export const INSERT_PAIRS_OF_RANGE = insertPairs(AREA_RANGE, "1", "1");

/** Compares some postings with all others. @param touched a query of their hashes */
export function insertPairsOf(touched: string): string {
  const own = (columns: string) => `(SELECT ${columns} FROM job_prints WHERE area != 0 AND id IN ${touched})`;
  return insertPairs(
    `area IN ${own("area")}`,
    `block IN ${own("arrayJoin(blocks)")}`,
    `(a IN ${touched} OR b IN ${touched})`,
  );
}

/** Deletes what earlier comparisons said of some postings; takes `version`. */
export const deleteOldPairs = (touched: string): string => `
  DELETE FROM job_pairs
  WHERE version < fromUnixTimestamp64Milli({version:Int64}, 'UTC') AND (a IN ${touched} OR b IN ${touched})`;
export const DELETE_OLD_PAIRS_OF_RANGE = `
  DELETE FROM job_pairs WHERE version < fromUnixTimestamp64Milli({version:Int64}, 'UTC') AND ${AREA_RANGE}`;
