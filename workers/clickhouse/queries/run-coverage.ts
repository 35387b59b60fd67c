/** Postings seen by one run, to compare with the total that the site reports (X6). */
import { z } from "zod";
import { Count } from "../query.ts";

export const runCoverage = {
  sql: `
    SELECT
      uniqExact(job_key) AS distinct,
      uniqExactIf(job_key, verdict = 'new') AS new,
      uniqExactIf(job_key, verdict = 'changed') AS changed,
      uniqExact(upload_id, part) AS parts,
      toUnixTimestamp64Milli(min(seen_at)) AS first_seen,
      toUnixTimestamp64Milli(max(seen_at)) AS last_seen
    FROM job_sightings
    WHERE run_id = {run_id:String}
    GROUP BY run_id`,
  params: z.strictObject({ run_id: z.string().min(1) }),
  /** There is no row for a run that has seen nothing. */
  row: z.object({
    distinct: Count,
    new: Count,
    changed: Count,
    /** Pages, or pieces of uploads, that brought them. */
    parts: Count,
    /** Unix ms. */
    first_seen: Count,
    last_seen: Count,
  }),
};
