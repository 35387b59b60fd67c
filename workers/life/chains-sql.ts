/**
 * Chains of reposts: the same job on one platform under a new id, at most 60 days after the one before was closed. Which
 * postings are the same job is what `job_groups` says, so that a merge and its undo change the chains too.
 */
import { REPOST_DAYS } from "../../shared/contracts/job-life.ts";
import { instantSql } from "../clickhouse/query.ts";
import { CHANGED_SINCE } from "./crawls-sql.ts";

const CHANGED = `(
  SELECT platform, job_key FROM job_changes
  WHERE ${CHANGED_SINCE} AND changed_at <= now64(3) AND seen_day IS NULL)`;

const GROUPED = "SELECT platform, job_key, group_id FROM job_groups FINAL WHERE group_id != 0";

/**
 * The postings of each group that has one of `keys`, with its `job`; and those of `keys` that have a chain and no group any
 * more, each as a job of its own. Which postings are the same job is decided by workers/duplicates alone.
 * @param keys subquery of (platform, job_key)
 */
function sameJobSql(keys: string): string {
  const jobs = `
    SELECT platform, job_key, group_id AS job FROM (${GROUPED})
    WHERE group_id IN (SELECT group_id FROM (${GROUPED}) WHERE (platform, job_key) IN ${keys})
    UNION ALL
    SELECT platform, job_key, cityHash64(platform, job_key) AS job FROM job_chains FINAL
    WHERE chain_key != '' AND (platform, job_key) IN ${keys}
      AND (platform, job_key) NOT IN (
        SELECT platform, job_key FROM (${GROUPED}) WHERE (platform, job_key) IN ${keys})`;
  return `
    SELECT g.platform AS platform, g.job_key AS job_key, g.job AS job, f.first_seen AS first_seen
    FROM (${jobs}) AS g
    INNER JOIN (
      SELECT platform, job_key, first_seen FROM job_facts
      WHERE (platform, job_key) IN (SELECT platform, job_key FROM (${jobs}))) AS f
      ON f.platform = g.platform AND f.job_key = g.job_key`;
}

/** Inserts the place of each posting whose chain is another one than is stored. A posting without a chain has place 0. */
export const INSERT_CHAINS = `
  INSERT INTO job_chains (platform, job_key, chain_key, chain_place, version)
  WITH members AS (
    SELECT m.platform AS platform, m.job_key AS job_key, m.job AS job, m.first_seen AS began,
      l.state = 'closed' AS is_closed, l.closed_after AS ended
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
            AND began <= lagInFrame(ended) OVER w + INTERVAL ${REPOST_DAYS} DAY AS meets,
          ifNull(meets, 0) AS follows
        FROM members
        WINDOW w AS (PARTITION BY platform, job ORDER BY began, job_key ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)))
    WINDOW in_chain AS (PARTITION BY platform, job, number ORDER BY began, job_key)) AS c
  LEFT JOIN (SELECT platform, job_key, chain_key, chain_place FROM job_chains FINAL) AS k
    ON k.platform = c.platform AND k.job_key = c.job_key
  WHERE chain_key != k.chain_key OR chain_place != k.chain_place`;
