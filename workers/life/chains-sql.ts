/**
 * Chains of reposts: the same job on one platform under a new id, at most 60 days after the one before was closed. Which
 * postings are the same job is said in one place, {@link sameJobSql}.
 */
import { REPOST_DAYS } from "../../shared/contracts/job-life.ts";
import { foldSql } from "../clickhouse/job-text.ts";
import { instantSql, OVERLAP_MS } from "./crawls-sql.ts";

const CHANGED = `(
  SELECT platform, job_key FROM job_changes
  WHERE changed_at > fromUnixTimestamp64Milli({since:Int64} - ${OVERLAP_MS}) AND changed_at <= now64(3) AND seen_day IS NULL)`;

/**
 * The postings of each job that has one of `keys`, with its `job`. Postings are the same job when company, folded title,
 * city and district are; salaries that do not meet break the chain.
 * @param keys subquery of (platform, job_key)
 */
export function sameJobSql(keys: string): string {
  const job = `cityHash64(assumeNotNull(company_key), ${foldSql("ifNull(title, '')")}, ifNull(city, ''), ifNull(district, ''))`;
  const named = "company_key IS NOT NULL AND ifNull(title, '') != ''";
  return `
    SELECT platform, job_key, job, first_seen, monthly_min, monthly_max
    FROM (
      SELECT platform, job_key, first_seen, monthly_min, monthly_max, ${job} AS job FROM job_facts
      WHERE ${named} AND (platform, assumeNotNull(company_key)) IN (
        SELECT platform, assumeNotNull(company_key) FROM job_facts WHERE ${named} AND (platform, job_key) IN ${keys}))
    WHERE (platform, job) IN (
      SELECT platform, ${job} FROM job_facts WHERE ${named} AND (platform, job_key) IN ${keys})`;
}

/** Inserts the place of each posting whose chain is another one than is stored. A posting without a chain has place 0. */
export const INSERT_CHAINS = `
  INSERT INTO job_chains (platform, job_key, chain_key, chain_place, version)
  WITH members AS (
    SELECT m.platform AS platform, m.job_key AS job_key, m.job AS job, m.first_seen AS began,
      ifNull(m.monthly_min, 0) AS low, ifNull(m.monthly_max, 1e12) AS high, l.state = 'closed' AS is_closed,
      l.closed_after AS ended
    FROM (${sameJobSql(CHANGED)}) AS m
    LEFT JOIN (
      SELECT platform, job_key, state, closed_after FROM job_life FINAL WHERE state = 'closed') AS l
      ON l.platform = m.platform AND l.job_key = m.job_key)
  SELECT c.platform, c.job_key, if(c.length > 1, c.chain, '') AS chain_key, if(c.length > 1, c.place, 0) AS chain_place,
    ${instantSql("version")}
  FROM (
    SELECT platform, job_key, first_value(job_key) OVER in_chain AS chain, row_number() OVER in_chain AS place,
      count() OVER (PARTITION BY platform, job, number) AS length
    FROM (
      SELECT *, countIf(NOT follows) OVER (PARTITION BY platform, job ORDER BY began, job_key) AS number
      FROM (
        SELECT *,
          lagInFrame(is_closed, 1, 0) OVER w AND began > lagInFrame(ended) OVER w
            AND began <= lagInFrame(ended) OVER w + INTERVAL ${REPOST_DAYS} DAY
            AND low <= lagInFrame(high) OVER w AND high >= lagInFrame(low) OVER w AS meets,
          ifNull(meets, 0) AS follows
        FROM members
        WINDOW w AS (PARTITION BY platform, job ORDER BY began, job_key ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)))
    WINDOW in_chain AS (PARTITION BY platform, job, number ORDER BY began, job_key)) AS c
  LEFT JOIN (SELECT platform, job_key, chain_key, chain_place FROM job_chains FINAL) AS k
    ON k.platform = c.platform AND k.job_key = c.job_key
  WHERE chain_key != k.chain_key OR chain_place != k.chain_place`;
