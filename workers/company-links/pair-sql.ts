/** What people are shown of pairs and companies. */
import { z } from "zod";
import { LinkReason, type PairKind } from "../../shared/contracts/company-match.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { foldText, wordsOf } from "../../shared/domain/job-words.ts";
import { type BoundParams, Count, ownParams, searchSettings } from "../clickhouse/query.ts";
import { allOf } from "../clickhouse/sql-condition.ts";
import { PAIRS, PairRow } from "./link-sql.ts";

export interface PairFilter {
  kind?: readonly PairKind[] | undefined;
  platform?: readonly Platform[] | undefined;
  /** Words of both names. */
  text?: string | undefined;
}

/** A place in the list: the likeliest first. */
export interface PairPosition {
  score: number;
  one: string;
  other: string;
}

/** Pairs that wait for a person, the likeliest first. */
export function openPairs({ kind, platform, text }: PairFilter, limit: number, after?: PairPosition) {
  const params: BoundParams = {};
  const conditions = ["is_open = 1"];
  if (kind?.length) {
    params.kind = kind;
    conditions.push("kind IN {kind:Array(String)}");
  }
  if (platform?.length) {
    params.platform = platform;
    conditions.push(
      "(splitByChar(':', one)[1] IN {platform:Array(String)} OR splitByChar(':', other)[1] IN {platform:Array(String)})",
    );
  }
  for (const [index, word] of wordsOf(text ?? "").entries()) {
    params[`word_${index}`] = foldText(word);
    conditions.push(
      `position(lowerUTF8(normalizeUTF8NFKC(concat(one_name, '\\n', other_name))), {word_${index}:String}) > 0`,
    );
  }
  if (after) {
    Object.assign(params, {
      after_score: Math.round(after.score * 100),
      after_one: after.one,
      after_other: after.other,
    });
    conditions.push(
      "(-toInt32(round(score * 100)), one, other) > (-{after_score:Int32}, {after_one:String}, {after_other:String})",
    );
  }
  return {
    sql: `${PAIRS}
      WHERE ${allOf(conditions)}
      ORDER BY round(score * 100) DESC, one, other
      LIMIT ${limit}
      ${searchSettings()}`,
    params: ownParams(params),
    row: PairRow,
  };
}

export const CompanyFact = z.object({
  platform: Platform,
  company_key: z.string(),
  company_id: z.string(),
  parent_id: z.string(),
  how: LinkReason,
  evidence: z.string(),
  name: z.string(),
  place: z.string(),
  brand: z.string(),
  trade: z.string(),
  suffix: z.string(),
  branch: z.string(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  company_size: z.string().nullable(),
  credit_code: z.string().nullable(),
  industry: z.string().nullable(),
  postings: Count,
});
export type CompanyFact = z.infer<typeof CompanyFact>;

/** @param which condition of company_facts, over its columns */
const factsWhere = (which: string): string => `
  WITH facts AS (SELECT * FROM company_facts WHERE ${which})
  SELECT f.platform AS platform, f.company_key AS company_key, f.company_id AS company_id, f.parent_id AS parent_id,
    f.how AS how, f.evidence AS evidence, f.shown_name AS name, f.place AS place, f.brand AS brand, f.trade AS trade,
    f.suffix AS suffix, f.branch AS branch, f.city AS city, f.address AS address, f.company_size AS company_size,
    f.credit_code AS credit_code, c.industry AS industry, n.postings AS postings
  FROM facts AS f
  LEFT JOIN (
    SELECT platform, company_key, industry FROM companies FINAL
    WHERE (platform, company_key) IN (SELECT platform, company_key FROM facts)
  ) AS c ON c.platform = f.platform AND c.company_key = f.company_key
  LEFT JOIN (
    SELECT platform, assumeNotNull(job_facts.company_key) AS company_key, count() AS postings FROM job_facts
    WHERE job_facts.company_key IS NOT NULL
      AND (platform, assumeNotNull(job_facts.company_key)) IN (SELECT platform, company_key FROM facts)
    GROUP BY platform, company_key
  ) AS n ON n.platform = f.platform AND n.company_key = f.company_key
  ORDER BY postings DESC, platform, company_key
  LIMIT {limit:UInt32}`;

/** Rows by their ids `platform:company_key`. */
export const FACTS_OF_IDS = factsWhere("concat(platform, ':', company_key) IN {ids:Array(String)}");
/** Rows of a company. */
export const FACTS_OF_COMPANY = factsWhere("company_id = {company:String}");
/** Rows of its branches. */
export const FACTS_OF_BRANCHES = factsWhere("parent_id = {company:String}");
