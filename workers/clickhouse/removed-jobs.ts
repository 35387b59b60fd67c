/** Postings that were removed: everything that shows or counts postings leaves them out. */

const inForce = (keys: string): string =>
  `SELECT platform, job_key, removed_at, may_return FROM job_removals FINAL WHERE (${keys}) AND restored_at IS NULL`;

/**
 * The keys of removed postings, as a subquery. One that may return counts again once it was seen after its removal.
 * @param keys condition of the postings that are asked for, on platform and job_key
 */
export const removedJobsSql = (keys: string): string => `(
  SELECT gone.platform, gone.job_key FROM (${inForce(keys)}) AS gone
  LEFT JOIN (
    SELECT platform, job_key, toNullable(max(job_spans.last_seen)) AS seen FROM job_spans
    WHERE (platform, job_key) IN (SELECT platform, job_key FROM (${inForce(keys)}) WHERE may_return = 1)
    GROUP BY platform, job_key) AS later
    ON later.platform = gone.platform AND later.job_key = gone.job_key
  WHERE gone.may_return = 0 OR ifNull(later.seen <= gone.removed_at, 1))`;

/** Condition of the postings that are not removed. @param keys as for {@link removedJobsSql} */
export const notRemovedSql = (keys: string): string => `(platform, job_key) NOT IN ${removedJobsSql(keys)}`;

/** Keys of postings that may return. */
export const MAY_RETURN = `(
  SELECT platform, job_key FROM job_removals FINAL WHERE may_return = 1 AND restored_at IS NULL)`;
