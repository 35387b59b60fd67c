/** Words of held postings that no keyword is yet, with how many keywords found those postings. */
import { z } from "zod";
import { foldSql } from "../job-text.ts";
import { Count, sqlString } from "../query.ts";

/** Longer skills are sentences. */
const MAX_WORD_LENGTH = 40;
/** A word with so many digits is a number or an account, not what somebody searches, and may be a contact. */
const ID_DIGITS = "[0-9]{5}";
/** Words that one answer considers, the most frequent first. */
const MAX_CANDIDATES = 5000;

/** Latin words with the signs that belong to them (C++, C#, .NET, node.js). RE2 and JavaScript read it alike. */
export const LATIN_RUN = "\\.?[0-9]*[a-z][a-z0-9]*(?:[.#-][a-z0-9]+)*[+#]*";
/** Ends of Chinese titles that say a role, not a field: 开发工程师 of Java开发工程师. The longest that fits counts. */
export const ROLE_ENDS = "开发工程师|工程师|技术员|管理员|调度员|经理|主管|总监|专员|助理|代表|顾问".split(
  "|",
);

/** Runs of Latin and Chinese, each a word that somebody may search. */
const RUNS = `extractAll(${foldSql("ifNull(title, '')")}, ${sqlString(`${LATIN_RUN}|\\p{Han}+`)})`;
/** The words of a title, each once: the runs, and these without the role at their end. */
export const TITLE_WORDS = `
  arrayDistinct(arrayConcat(
    ${RUNS},
    arrayMap(run -> replaceRegexpOne(run, ${sqlString(`(?:${ROLE_ENDS.join("|")})$`)}, ''), ${RUNS})))`;

const SAMPLED = "cityHash64(job_key) % {modulus:UInt32} = 0";
/** A search of the whole country finds what a search of the city would. */
const SEARCHED_HERE = "search_city IN ({city:String}, {whole_country:String})";

/**
 * `city` is the city to search. Only postings of that city count, all for the whole country. Counts are of the sample.
 */
export const keywordCandidates = {
  sql: `
    SELECT
      word,
      count() AS held,
      countIf(found = 1) AS found_once,
      countIf(found = 2) AS found_twice
    FROM
    (
      SELECT arrayJoin(arrayDistinct(arrayConcat(f.title_words, f.skill_words))) AS word, k.found AS found
      FROM
      (
        SELECT job_key, ${TITLE_WORDS} AS title_words, arrayMap(skill -> ${foldSql("skill")}, skills) AS skill_words
        FROM job_facts
        WHERE platform = {platform:String} AND last_seen_day >= {from:Date}
          AND ({city:String} = {whole_country:String} OR city = {city:String}) AND ${SAMPLED}
      ) AS f
      LEFT JOIN
      (
        SELECT job_key, uniqExact(lowerUTF8(keyword)) AS found
        FROM job_keywords
        WHERE platform = {platform:String}
          AND last_seen >= toDateTime64({from:Date}, 3, 'Asia/Shanghai') AND ${SAMPLED}
        GROUP BY job_key
      ) AS k ON k.job_key = f.job_key
    )
    WHERE lengthUTF8(word) BETWEEN 2 AND ${MAX_WORD_LENGTH} AND NOT match(word, '${ID_DIGITS}')
      AND word NOT IN (
        SELECT ${foldSql("keyword")} FROM job_keywords WHERE platform = {platform:String} AND ${SEARCHED_HERE})
    GROUP BY word
    HAVING held > 1
    ORDER BY held DESC, word
    LIMIT ${MAX_CANDIDATES}`,
  params: z.strictObject({
    platform: z.string(),
    city: z.string(),
    whole_country: z.string(),
    from: z.iso.date(),
    modulus: z.number().int().positive(),
  }),
  row: z.object({ word: z.string(), held: Count, found_once: Count, found_twice: Count }),
};

/** Postings that the words are taken from. */
export const candidatePostings = {
  sql: `
    SELECT count() AS held FROM job_facts
    WHERE platform = {platform:String} AND last_seen_day >= {from:Date}
      AND ({city:String} = {whole_country:String} OR city = {city:String})`,
  params: keywordCandidates.params.omit({ modulus: true }),
  row: z.object({ held: Count }),
};
