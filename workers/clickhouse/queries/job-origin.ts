/** Why a posting is there: the searches that found it, its last sightings and the versions of it that are stored. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { jobKeywords } from "../../../shared/tables/facts.ts";
import { rawJobs } from "../../../shared/tables/raw-rows.ts";
import { jobSightings } from "../../../shared/tables/sightings.ts";
import { pickColumns, selectList, storedRowSchema } from "../../../shared/tables/table.ts";
import { searchSettings } from "../query.ts";

/** Searches, sightings and versions that are told, the newest ones. */
export const MAX_ORIGINS = 50;

const params = z.strictObject({ platform: Platform, job_key: z.string().min(1) });

export const FINDING_COLUMNS = pickColumns(jobKeywords.columns, [
  "keyword",
  "search_city",
  "first_seen",
  "last_seen",
]);
export const jobFindings = {
  sql: `
    SELECT ${selectList(FINDING_COLUMNS, "k")}
    FROM (
      SELECT keyword, search_city,
        CAST(min(job_keywords.first_seen) AS DateTime64(3, 'UTC')) AS first_seen,
        CAST(max(job_keywords.last_seen) AS DateTime64(3, 'UTC')) AS last_seen
      FROM job_keywords
      WHERE platform = {platform:String} AND job_key = {job_key:String}
      GROUP BY keyword, search_city
      ORDER BY last_seen DESC, keyword, search_city
      LIMIT ${MAX_ORIGINS}
    ) AS k
    ORDER BY k.last_seen DESC, keyword, search_city ${searchSettings()}`,
  params,
  row: storedRowSchema(FINDING_COLUMNS),
};

export const SIGHTING_COLUMNS = pickColumns(jobSightings.columns, [
  "seen_at",
  "verdict",
  "keyword_id",
  "keyword",
  "search_city",
  "run_id",
  "upload_id",
  "part",
  "batch_id",
]);
export const jobSightingsOf = {
  sql: `
    WITH (
      SELECT (min(job_spans.first_seen), max(job_spans.last_seen)) FROM job_spans
      WHERE platform = {platform:String} AND job_key = {job_key:String}
    ) AS span
    SELECT ${selectList(SIGHTING_COLUMNS, "s")}
    FROM (
      SELECT * FROM job_sightings
      WHERE platform = {platform:String} AND job_key = {job_key:String}
        AND toStartOfHour(seen_at) >= toStartOfHour(span.1) AND toStartOfHour(seen_at) <= toStartOfHour(span.2)
      ORDER BY seen_at DESC, upload_id, part, verdict
      LIMIT ${MAX_ORIGINS}
    ) AS s
    ORDER BY s.seen_at DESC, upload_id, part, verdict ${searchSettings()}`,
  params,
  row: storedRowSchema(SIGHTING_COLUMNS),
};

export const VERSION_COLUMNS = pickColumns(rawJobs.columns, [
  "content_hash",
  "collected_at",
  "channel",
  "source",
  "upload_id",
  "part",
  "batch_id",
  "parser_version",
]);
const versions = (table: string, kind: string) =>
  `SELECT *, '${kind}' AS kind FROM ${table} FINAL WHERE platform = {platform:String} AND job_key = {job_key:String}`;
const columnNames = Object.keys(VERSION_COLUMNS).join(", ");
export const jobVersions = {
  sql: `
    SELECT v.kind AS kind, ${selectList(VERSION_COLUMNS, "v")}
    FROM (
      SELECT kind, ${columnNames} FROM (${versions("raw_jobs", "list")})
      UNION ALL
      SELECT kind, ${columnNames} FROM (${versions("raw_job_details", "page")})
    ) AS v
    ORDER BY v.collected_at DESC, v.content_hash
    LIMIT ${MAX_ORIGINS} ${searchSettings()}`,
  params,
  row: storedRowSchema(VERSION_COLUMNS).extend({
    kind: z.enum(["list", "page"]).describe("row of a list, or the posting's own page"),
  }),
};
