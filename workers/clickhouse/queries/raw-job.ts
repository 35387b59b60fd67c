/** One posting: its typed columns, and the newest row as the platform sent it. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { jobs } from "../../../shared/tables/jobs.ts";
import { selectList, storedRowSchema } from "../../../shared/tables/table.ts";
import { searchSettings } from "../query.ts";
import { notRemovedSql } from "../removed-jobs.ts";

export const rawJob = {
  sql: `
    SELECT
      ${selectList(jobs.columns, "j")},
      (
        SELECT raw FROM raw_jobs AS r
        WHERE r.platform = {platform:String} AND r.job_key = {job_key:String}
        ORDER BY r.collected_at DESC
        LIMIT 1
      ) AS raw
    FROM jobs AS j FINAL
    WHERE j.platform = {platform:String} AND j.job_key = {job_key:String}
      AND ${notRemovedSql("platform = {platform:String} AND job_key = {job_key:String}")}
    LIMIT 1
    ${searchSettings()}`,
  params: z.strictObject({ platform: Platform, job_key: z.string().min(1) }),
  row: storedRowSchema(jobs.columns).extend({
    /** JSON text; null where no raw row is kept. */
    raw: z.string().nullable(),
  }),
};
