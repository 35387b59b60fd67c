/** Counts the rows of each platform. `stored` equals `distinct` when no posting is stored twice. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { Count } from "../query.ts";

export const platformTotals = {
  sql: `
    SELECT
      platform,
      sum(part.stored) AS stored,
      sum(part.distinct_jobs) AS distinct,
      sum(part.distinct_raw) AS raw,
      sum(part.companies) AS companies,
      sum(part.sightings) AS sightings
    FROM
    (
      SELECT platform, count() AS stored, 0 AS distinct_jobs, 0 AS distinct_raw, 0 AS companies, 0 AS sightings
      FROM jobs FINAL GROUP BY platform
      UNION ALL
      SELECT platform, 0, uniqExact(job_key), 0, 0, 0 FROM jobs GROUP BY platform
      UNION ALL
      SELECT platform, 0, 0, uniqExact(job_key), 0, 0 FROM raw_jobs GROUP BY platform
      UNION ALL
      SELECT platform, 0, 0, 0, uniqExact(company_key), 0 FROM companies GROUP BY platform
      UNION ALL
      SELECT platform, 0, 0, 0, 0, count() FROM job_sightings FINAL GROUP BY platform
    ) AS part
    GROUP BY platform
    ORDER BY platform`,
  params: z.strictObject({}),
  row: z.object({
    platform: Platform,
    /** Rows of `jobs` after merging (FINAL). */
    stored: Count,
    /** Distinct job keys of `jobs`. */
    distinct: Count,
    /** Distinct job keys of `raw_jobs`. */
    raw: Count,
    companies: Count,
    /** Postings seen, counted once per batch. */
    sightings: Count,
  }),
};
