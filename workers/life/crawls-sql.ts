/**
 * Which crawls may close postings, decided once for each. Parameters of the statements: `version` and `since`, up to which
 * the last complete pass decided (ms of ClickHouse's clock), and `now` (ms).
 */
import { HOUR_MS } from "../../shared/time.ts";
import { instantSql } from "../clickhouse/query.ts";

/** A crawl waits this long for its rows, and later crawls of its search with it; then it closes nothing. */
const MAX_WAIT_HOURS = 72;
/** Crawls that are older are not looked at again. */
const LOOK_BACK_DAYS = 40;
/**
 * A crawl that reports less than this share of what the one before it did closes nothing: half a market does not close
 * between two crawls, but a site that answers with a part of it, or a node that lies, would make it look so. The next
 * crawl is compared with it and counts when it agrees.
 */
const MIN_REPORTED_SHARE = 0.5;
/** A search that had fewer postings than this may well lose half of them, and is not doubted. */
const MIN_DOUBTED = 20;

/**
 * Inserts the verdict of each complete crawl that has none. It is used when all of its rows have arrived: a crawl whose
 * rows still wait for ClickHouse would close what it saw. Crawls of one search are decided in their order.
 */
export const DECIDE_CRAWLS = `
  INSERT INTO complete_crawls
    (platform, keyword, city, run_id, started_at, finished_at, distinct_jobs, reported, verdict, decided_at)
  WITH
    crawls AS (
      SELECT platform, keyword, city, assumeNotNull(run_id) AS run, any(assumeNotNull(started_at)) AS began,
        max(at) AS ended, any(keyword_coverage.distinct_jobs) AS met, any(keyword_coverage.reported) AS told
      FROM keyword_coverage
      WHERE at > ${instantSql("now")} - INTERVAL ${LOOK_BACK_DAYS} DAY AND complete
        AND run_id IS NOT NULL AND started_at IS NOT NULL
      GROUP BY platform, keyword, city, run),
    open AS (SELECT run, began, ended FROM crawls WHERE run NOT IN (SELECT run_id FROM complete_crawls)),
    arrived AS (
      SELECT assumeNotNull(run_id) AS run, uniqExact(job_key) AS rows
      FROM job_sightings
      WHERE run_id IN (SELECT run FROM open)
        AND seen_at >= (SELECT min(began) FROM open) - INTERVAL 1 HOUR
        AND seen_at <= (SELECT max(ended) FROM open) + INTERVAL 1 HOUR
      GROUP BY run)
  SELECT platform, keyword, city, run, began, ended, met, told,
    multiIf(rows < met, 'unstored', before >= ${MIN_DOUBTED} AND told < ${MIN_REPORTED_SHARE} * before, 'doubted', 'used'),
    ${instantSql("version")}
  FROM (
    SELECT *, countIf(waits) OVER (PARTITION BY platform, keyword, city ORDER BY began, run) AS waiting
    FROM (
      SELECT c.*, ifNull(a.rows, 0) AS rows, c.run IN (SELECT run FROM open) AS is_open,
        is_open AND rows < met AND ended > ${instantSql("now")} - INTERVAL ${MAX_WAIT_HOURS} HOUR AS waits,
        lagInFrame(toInt64(told), 1, 0) OVER (
          PARTITION BY platform, keyword, city ORDER BY began, run ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
      FROM crawls AS c LEFT JOIN arrived AS a ON a.run = c.run))
  WHERE is_open AND waiting = 0`;

/** Uploads of senders whose clock is wrong by this much are accepted (`AHEAD_MS` in workers/ingest/upload/envelope.ts). */
export const SKEW_SECONDS = 300;
const OVERLAP_MS = HOUR_MS;
/** Condition of the rows of `job_changes` that a pass reads: what came since the last one, and some of what it read. */
export const CHANGED_SINCE = `changed_at > fromUnixTimestamp64Milli({since:Int64} - ${OVERLAP_MS})`;

/** Crawls that were decided by this pass or by one that did not end, each with the one before; a search may have several. */
export const NEW_CRAWLS = `
  SELECT * FROM (
    SELECT platform, keyword, city, run_id, started_at, finished_at, decided_at,
      lagInFrame(started_at, 1, toDateTime64(0, 3, 'UTC')) OVER (
        PARTITION BY platform, keyword, city ORDER BY started_at, run_id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW
      ) AS before
    FROM complete_crawls FINAL WHERE verdict = 'used')
  WHERE decided_at > ${instantSql("since")}`;
