/**
 * What happened to postings, as statements over ClickHouse. Each finds its events anew from what is stored and inserts
 * only those that are not there, so that a pass that was killed is simply repeated. Parameters: `since`, `through` and
 * `version` (ms of ClickHouse's clock), `part` of `parts`.
 */
import { instantSql } from "../clickhouse/query.ts";
import { CHANGED_SINCE, NEW_CRAWLS, SKEW_SECONDS } from "./crawls-sql.ts";

const NEVER = "toDateTime64(0, 3, 'UTC')";
const PART = "sipHash64(platform, job_key) % {parts:UInt32} = {part:UInt32}";
const BETWEEN = `${CHANGED_SINCE} AND changed_at <= ${instantSql("through")}`;
/** Postings that were stored anew, or whose facts changed otherwise. */
const CHANGED = `(SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND seen_day IS NULL AND ${PART})`;
/** Postings that were seen. */
const TOUCHED = `(SELECT platform, job_key FROM job_changes WHERE ${BETWEEN} AND ${PART})`;

/** Postings that a pass looks at, for the number of its parts. */
export const COUNT_TOUCHED = `
  SELECT toUnixTimestamp64Milli(now64(3)) AS through, uniq(platform, job_key) AS postings
  FROM job_changes WHERE ${CHANGED_SINCE}`;

/**
 * First sightings. The posting was not there when the last complete crawl of a search that showed it later ended; where
 * there was none, it may be older than our first look.
 */
export const INSERT_FIRST = `
  INSERT INTO job_events (platform, job_key, at, kind, since, recorded_at)
  WITH fresh AS (
    SELECT platform, job_key, CAST(min(job_spans.first_seen) AS DateTime64(3, 'UTC')) AS first
    FROM job_spans
    WHERE (platform, job_key) IN ${CHANGED}
      AND (platform, job_key) NOT IN (
        SELECT platform, job_key FROM job_events WHERE kind = 'seen_first' AND (platform, job_key) IN ${CHANGED})
    GROUP BY platform, job_key)
  SELECT platform, job_key, first, 'seen_first', nullIf(max(found.ended), toDateTime64(0, 3, 'UTC')), ${instantSql("version")}
  FROM (
    SELECT f.platform AS platform, f.job_key AS job_key, f.first AS first, c.finished_at AS ended
    FROM (
      SELECT fresh.platform AS platform, fresh.job_key AS job_key, fresh.first AS first,
        ifNull(k.keyword, '') AS keyword, ifNull(k.search_city, '') AS city
      FROM fresh LEFT JOIN (
        SELECT DISTINCT platform, job_key, keyword, search_city FROM job_keywords
        WHERE (platform, job_key) IN (SELECT platform, job_key FROM fresh)) AS k
        ON k.platform = fresh.platform AND k.job_key = fresh.job_key) AS f
    ASOF LEFT JOIN (
      SELECT platform, keyword, city, finished_at FROM complete_crawls FINAL WHERE verdict = 'used') AS c
      ON c.platform = f.platform AND c.keyword = f.keyword AND c.city = f.city AND f.first > c.finished_at) AS found
  GROUP BY platform, job_key, first`;

/**
 * Changes of salary, title and text between two contents of a posting that were collected one after the other. An empty
 * value is not compared (a lost login empties salaries), nor are texts that two versions of the parser read. A re-clean
 * is no change of the posting: a content that it corrected, or whose predecessor it corrected after the content was
 * stored, brings no event.
 */
export const INSERT_CHANGES = `
  INSERT INTO job_events (platform, job_key, at, kind, since, before, after, content_hash, recorded_at)
  SELECT platform, job_key, at, event.1 AS kind, since, event.2 AS before, event.3 AS after, content_hash, ${instantSql("version")}
  FROM (
    SELECT platform, job_key, collected_at AS at, content_hash,
      lagInFrame(toNullable(collected_at)) OVER in_order AS since,
      ifNull(salary_text, '') AS salary, lagInFrame(salary) OVER in_order AS salary_before,
      ifNull(title, '') AS name, lagInFrame(name) OVER in_order AS name_before,
      text_hash, lagInFrame(text_hash) OVER in_order AS text_before,
      parser_version, lagInFrame(parser_version) OVER in_order AS parser_before,
      stored_at, corrected_at, lagInFrame(corrected_at) OVER in_order AS corrected_before,
      kind = 'list' AND salary != '' AND salary_before != '' AND salary != salary_before AS other_salary,
      kind = 'list' AND name != '' AND name_before != '' AND name != name_before AS other_name,
      parser_version = parser_before AND text_hash != 0 AND text_before != 0 AND text_hash != text_before AS other_text
    FROM (
      SELECT v.*, c.corrected_at AS corrected_at
      FROM (SELECT * FROM job_versions FINAL WHERE (platform, job_key) IN ${CHANGED}) AS v
      LEFT JOIN (
        SELECT platform, row_key, collected_at, content_hash, max(changed_at) AS corrected_at FROM row_corrections
        WHERE target = 'job_versions' AND (platform, row_key) IN ${CHANGED}
        GROUP BY platform, row_key, collected_at, content_hash) AS c
        ON c.platform = v.platform AND c.row_key = v.job_key AND c.collected_at = v.collected_at
          AND c.content_hash = v.content_hash)
    WINDOW in_order AS (PARTITION BY platform, job_key, kind ORDER BY collected_at, content_hash
      ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))
  ARRAY JOIN arrayFilter(e -> e.1 != '', [
    (if(other_salary, 'salary_changed', ''), toNullable(salary_before), toNullable(salary)),
    (if(other_name OR other_text, 'text_changed', ''), if(other_name, toNullable(name_before), NULL), if(other_name, toNullable(name), NULL))
  ]) AS event
  WHERE since IS NOT NULL AND corrected_at = ${NEVER} AND corrected_before < stored_at AND (platform, job_key, at, kind, ifNull(before, ''), ifNull(after, '')) NOT IN (
    SELECT platform, job_key, at, kind, ifNull(before, ''), ifNull(after, '') FROM job_events
    WHERE (platform, job_key) IN ${CHANGED})`;

/**
 * Notes the postings whose state may have changed, because the statement after it reads them many times: those that a new
 * complete crawl did not show although its search did since the one before it, and closed ones that were seen again.
 */
export const INSERT_ASKED = `
  INSERT INTO life_asked (pass, platform, job_key)
  SELECT ${instantSql("version")}, k.platform AS platform, k.job_key AS job_key
  FROM (
    SELECT platform, keyword, search_city, job_key, max(job_keywords.last_seen) AS shown
    FROM job_keywords
    WHERE (platform, keyword, search_city) IN (SELECT platform, keyword, city FROM (${NEW_CRAWLS})) AND ${PART}
    GROUP BY platform, keyword, search_city, job_key) AS k
  INNER JOIN (${NEW_CRAWLS}) AS c ON c.platform = k.platform AND c.keyword = k.keyword AND c.city = k.search_city
  WHERE k.shown < c.started_at AND k.shown >= c.before - INTERVAL ${SKEW_SECONDS} SECOND
  UNION DISTINCT
  SELECT ${instantSql("version")}, platform, job_key FROM job_events WHERE kind = 'closed' AND (platform, job_key) IN ${TOUCHED}`;

/** Orders events of one time: a kind comes after those before it. */
const rank = (kind: string) => `indexOf(['closed', 'closing_withdrawn', 'reopened'], ${kind})`;
const STATE_KINDS = "kind IN ('closed', 'closing_withdrawn', 'reopened')";
const event = (kind: string, at: string, since: string, crawl: readonly string[]) =>
  `('${kind}', ${at}, ${since}, ${crawl.join(", ")})`;
const BEST = ["best.1", "best.2", "best.3"];
const CLOSED = event("closed", "best.4", "toNullable(seen)", BEST);
const alsoClosed = (one: string) => `if(found, [${one}, ${CLOSED}], [${one}])`;

/**
 * Closings, reopenings and withdrawn closings. For each search that showed the posting, the first complete crawl after the
 * last time counts, if the posting was seen nowhere since that crawl began: a search that missed it while another saw it
 * does not show it any more, and tells nothing about its end. A crawl that saw it under a wrong clock is known by its run.
 */
export const INSERT_STATES = `
  INSERT INTO job_events (platform, job_key, at, kind, since, run_id, keyword, search_city, recorded_at)
  WITH
    asked AS (SELECT platform, job_key FROM life_asked WHERE pass = ${instantSql("version")} AND ${PART}),
    spans AS (
      SELECT platform, job_key, CAST(max(job_spans.last_seen) AS DateTime64(3, 'UTC')) AS seen
      FROM job_spans WHERE (platform, job_key) IN (SELECT platform, job_key FROM asked) GROUP BY platform, job_key),
    shown AS (
      SELECT platform, keyword, search_city AS city, job_key,
        CAST(max(job_keywords.last_seen) AS DateTime64(3, 'UTC')) AS last
      FROM job_keywords WHERE (platform, job_key) IN (SELECT platform, job_key FROM asked)
      GROUP BY platform, keyword, city, job_key),
    lists AS (
      SELECT platform, keyword, city, arraySort(groupArray((started_at, finished_at, run_id))) AS crawls
      FROM complete_crawls FINAL
      WHERE verdict = 'used' AND (platform, keyword, city) IN (SELECT platform, keyword, city FROM shown)
      GROUP BY platform, keyword, city),
    nexts AS (
      SELECT s.platform AS platform, s.keyword AS keyword, s.city AS city, s.job_key AS job_key,
        arraySlice(arrayFilter(c -> c.1 > s.last, l.crawls), 1, 2) AS next
      FROM shown AS s INNER JOIN lists AS l ON l.platform = s.platform AND l.keyword = s.keyword AND l.city = s.city
      WHERE notEmpty(next)),
    sighted AS (
      SELECT DISTINCT platform, job_key, assumeNotNull(run_id) AS run FROM job_sightings
      WHERE run_id IN (SELECT arrayJoin(next).3 FROM nexts)
        AND seen_at >= (SELECT min(next[1].1) FROM nexts) - INTERVAL 1 HOUR
        AND (platform, job_key) IN (SELECT platform, job_key FROM asked)),
    evidence AS (
      SELECT platform, job_key, argMin((run, keyword, city, ended), ended) AS best
      FROM (
        SELECT n.platform AS platform, n.job_key AS job_key, n.keyword AS keyword, n.city AS city,
          (platform, job_key, next[1].3) IN (SELECT platform, job_key, run FROM sighted) AS saw_first,
          (platform, job_key, next[2].3) IN (SELECT platform, job_key, run FROM sighted) AS saw_second,
          if(saw_first, 2, 1) AS turn, next[turn].1 AS began, next[turn].2 AS ended, next[turn].3 AS run
        FROM nexts AS n
        WHERE turn <= length(next) AND NOT (saw_first AND saw_second)) AS e
      INNER JOIN spans ON spans.platform = e.platform AND spans.job_key = e.job_key
      WHERE e.began >= spans.seen
      GROUP BY platform, job_key),
    states AS (
      SELECT platform, job_key, argMax(kind, (at, ${rank("kind")})) AS last_kind, maxIf(at, kind = 'closed') AS closed_at,
        argMaxIf(since, at, kind = 'closed') AS closed_after
      FROM job_events FINAL
      WHERE ${STATE_KINDS} AND (platform, job_key) IN (SELECT platform, job_key FROM asked)
      GROUP BY platform, job_key)
  SELECT platform, job_key, event.2, event.1, event.3, nullIf(event.4, ''), nullIf(event.5, ''), nullIf(event.6, ''),
    ${instantSql("version")}
  FROM (
    SELECT p.platform AS platform, p.job_key AS job_key, p.seen AS seen, e.best AS best, e.best.1 != '' AS found,
      t.last_kind AS last_kind, ifNull(t.closed_at, ${NEVER}) AS closed_at, ifNull(t.closed_after, ${NEVER}) AS closed_after
    FROM spans AS p
    LEFT JOIN evidence AS e ON e.platform = p.platform AND e.job_key = p.job_key
    LEFT JOIN states AS t ON t.platform = p.platform AND t.job_key = p.job_key)
  ARRAY JOIN multiIf(
    last_kind != 'closed', if(found, [${CLOSED}], []),
    seen <= closed_after, [],
    seen > closed_at, ${alsoClosed(event("reopened", "seen", "toNullable(closed_at)", ["''", "''", "''"]))},
    found AND best.4 = closed_at, [${CLOSED}],
    ${alsoClosed(event("closing_withdrawn", "closed_at", "toNullable(seen)", ["''", "''", "''"]))}) AS event`;

/** The state of each posting that has an event since the last complete pass. */
export const INSERT_LIFE = `
  INSERT INTO job_life
    (platform, job_key, state, born_after, closed_after, closed_at, closed_by, reopened, withdrawn, salary_changes,
     text_changes, version)
  SELECT platform, job_key, if(is_closed, 'closed', 'open'), argMinIf(since, at, kind = 'seen_first'),
    if(is_closed, argMaxIf(since, at, kind = 'closed'), NULL),
    if(is_closed, toNullable(maxIf(at, kind = 'closed')), NULL),
    if(is_closed, argMaxIf(run_id, at, kind = 'closed'), NULL),
    countIf(kind = 'reopened'), countIf(kind = 'closing_withdrawn'), countIf(kind = 'salary_changed'),
    countIf(kind = 'text_changed'), ${instantSql("version")}
  FROM (
    SELECT *, argMaxIf(kind, (at, ${rank("kind")}), ${STATE_KINDS}) OVER (PARTITION BY platform, job_key) = 'closed' AS is_closed
    FROM job_events FINAL
    WHERE ${PART} AND (platform, job_key) IN (
      SELECT platform, job_key FROM job_events WHERE recorded_at > ${instantSql("since")} AND ${PART}))
  GROUP BY platform, job_key, is_closed`;
