/** The life of one posting: its span and state, what happened to it, the contents it had, and the chain of its reposts. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { jobFacts } from "../../../shared/tables/facts.ts";
import { jobEvents, jobLife } from "../../../shared/tables/life.ts";
import { jobSpans } from "../../../shared/tables/sightings.ts";
import { pickColumns, selectList, storedRowSchema } from "../../../shared/tables/table.ts";
import { searchSettings } from "../query.ts";
import { notRemovedSql } from "../removed-jobs.ts";

/** Events, contents and postings of a chain that are told, the newest ones. */
export const MAX_LIFE_ROWS = 100;
const MAX_CONTENTS = 20;

const params = z.strictObject({ platform: Platform, job_key: z.string().min(1) });
const ONE = "platform = {platform:String} AND job_key = {job_key:String}";

export const SPAN_COLUMNS = pickColumns(jobSpans.columns, ["first_seen", "last_seen"]);
export const STATE_COLUMNS = pickColumns(jobLife.columns, [
  "state",
  "born_after",
  "closed_after",
  "closed_at",
  "closed_by",
  "reopened",
  "withdrawn",
  "salary_changes",
  "text_changes",
]);
/** One row, also of a posting that no event is known of; none of a posting that is not stored. */
export const jobState = {
  sql: `
    SELECT toUnixTimestamp64Milli(span.1) AS first_seen, toUnixTimestamp64Milli(span.2) AS last_seen,
      ${selectList(STATE_COLUMNS, "l").replace("l.state AS state", "if(l.state = 'closed', 'closed', 'open') AS state")}
    FROM (
      SELECT (coalesce(min(s.first_seen), max(j.collected_at)), coalesce(max(s.last_seen), max(j.collected_at))) AS span,
        any(j.platform) AS platform
      FROM (SELECT platform, job_key, collected_at FROM jobs WHERE ${ONE} AND ${notRemovedSql(ONE)}) AS j
      LEFT JOIN (
        SELECT platform, job_key, toNullable(first_seen) AS first_seen, toNullable(last_seen) AS last_seen
        FROM job_spans WHERE ${ONE}) AS s ON s.platform = j.platform AND s.job_key = j.job_key
      HAVING count() > 0) AS found
    LEFT JOIN (SELECT * FROM job_life FINAL WHERE ${ONE}) AS l ON l.platform = found.platform
    ${searchSettings()}`,
  params,
  row: storedRowSchema({ ...SPAN_COLUMNS, ...STATE_COLUMNS }),
};

export const EVENT_COLUMNS = pickColumns(jobEvents.columns, [
  "at",
  "kind",
  "since",
  "before",
  "after",
  "content_hash",
  "run_id",
  "keyword",
  "search_city",
]);
export const jobEventsOf = {
  sql: `
    SELECT ${selectList(EVENT_COLUMNS, "e")}
    FROM (SELECT * FROM job_events FINAL WHERE ${ONE} ORDER BY at DESC, kind LIMIT ${MAX_LIFE_ROWS}) AS e
    ORDER BY e.at, kind ${searchSettings()}`,
  params,
  row: storedRowSchema(EVENT_COLUMNS),
};

/** The contents as they were sent, oldest first: what a text said before and after. */
export const jobContents = {
  sql: `
    SELECT kind, content_hash, raw FROM (
      SELECT 'list' AS kind, content_hash, raw, collected_at FROM raw_jobs FINAL WHERE ${ONE}
      UNION ALL
      SELECT 'page', content_hash, raw, collected_at FROM raw_job_details FINAL WHERE ${ONE}
      ORDER BY collected_at DESC LIMIT ${MAX_CONTENTS})
    ORDER BY collected_at, content_hash ${searchSettings()}`,
  params,
  row: z.object({ kind: z.enum(["list", "page"]), content_hash: z.string(), raw: z.string() }),
};

export const CHAIN_COLUMNS = pickColumns(jobFacts.columns, [
  "job_key",
  "title",
  "salary_text",
  "first_seen",
  "last_seen_day",
  "state",
  "closed_at",
  "chain_place",
]);
const MEMBERS = "platform = {platform:String} AND job_key IN (SELECT job_key FROM members)";
/** Each table is read by the keys of the chain: job_facts has another order. */
export const jobChain = {
  sql: `
    WITH members AS (
      SELECT job_key, chain_place FROM job_chains FINAL
      WHERE platform = {platform:String} AND chain_key != '' AND chain_key = (
        SELECT argMax(chain_key, version) FROM job_chains WHERE ${ONE})
      ORDER BY chain_place LIMIT ${MAX_LIFE_ROWS})
    SELECT ${selectList(CHAIN_COLUMNS, "f")}
    FROM (
      SELECT m.job_key AS job_key, j.title AS title, j.salary_text AS salary_text, m.chain_place AS chain_place,
        coalesce(s.first, j.collected_at) AS first_seen,
        toDate(coalesce(s.last, j.collected_at), 'Asia/Shanghai') AS last_seen_day,
        if(l.state = 'closed', 'closed', 'open') AS state, if(l.state = 'closed', l.closed_at, NULL) AS closed_at
      FROM members AS m
      INNER JOIN (SELECT job_key, title, salary_text, collected_at FROM jobs FINAL WHERE ${MEMBERS}) AS j
        ON j.job_key = m.job_key
      LEFT JOIN (
        SELECT job_key, toNullable(min(job_spans.first_seen)) AS first, toNullable(max(job_spans.last_seen)) AS last
        FROM job_spans WHERE ${MEMBERS} GROUP BY job_key) AS s ON s.job_key = m.job_key
      LEFT JOIN (SELECT job_key, state, closed_at FROM job_life FINAL WHERE ${MEMBERS}) AS l ON l.job_key = m.job_key
    ) AS f
    ORDER BY f.chain_place ${searchSettings()}`,
  params,
  row: storedRowSchema(CHAIN_COLUMNS),
};
