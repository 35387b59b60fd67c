/** Companies of postings that never entered the cleaning queue and whose own page is not stored, most postings first. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";

/**
 * One pass over the keys of job_facts, whatever their number; each platform has its own share of the answer, so that a
 * large site does not hold up another.
 */
export const uncleanedCompanies = {
  sql: `
    SELECT platform, assumeNotNull(f.company_key) AS company_key,
      anyLast(coalesce(f.company_full_name, f.company_name)) AS name, count() AS postings
    FROM job_facts AS f
    WHERE f.company_key IS NOT NULL AND platform IN {platforms:Array(String)}
      AND (platform, assumeNotNull(f.company_key)) NOT IN (SELECT platform, company_key FROM company_cleaning)
      AND (platform, assumeNotNull(f.company_key)) NOT IN (SELECT platform, company_key FROM company_pages)
    GROUP BY platform, company_key
    ORDER BY postings DESC, company_key
    LIMIT {per_platform:UInt32} BY platform`,
  params: z.strictObject({
    platforms: z.array(Platform),
    per_platform: z.number().int().min(0).max(1000),
  }),
  row: z.object({ platform: Platform, company_key: z.string(), name: z.string().nullable() }),
};
