/** Companies with open postings whose own page is old, oldest first; those that wait in the cleaning queue are left out. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { instantSql } from "../query.ts";

/**
 * A page that is fetched again and says the same is not stored again, so that the queue's time counts beside the page's.
 * Parameters: `before` in ms.
 */
export const staleCompanies = {
  sql: `
    SELECT p.platform AS platform, p.company_key AS company_key, coalesce(p.full_name, p.name) AS name
    FROM (SELECT platform, company_key, full_name, name, collected_at FROM company_pages FINAL
      WHERE platform IN {platforms:Array(String)} AND collected_at < ${instantSql("before")}) AS p
    LEFT JOIN (SELECT platform, company_key, state, cleaned_at, 1 AS is_queued FROM company_cleaning FINAL) AS q
      ON q.platform = p.platform AND q.company_key = p.company_key
    WHERE (q.is_queued = 0
        OR (q.state = 'done' AND ifNull(q.cleaned_at, p.collected_at) < ${instantSql("before")}))
      AND (p.platform, p.company_key) IN (
        SELECT platform, assumeNotNull(company_key) FROM job_facts
        WHERE job_facts.company_key IS NOT NULL AND state = 'open' AND platform IN {platforms:Array(String)})
    ORDER BY p.collected_at, p.company_key
    LIMIT {limit:UInt32}`,
  params: z.strictObject({
    platforms: z.array(Platform),
    before: z.number().int(),
    limit: z.number().int().min(0).max(1000),
  }),
  row: z.object({ platform: Platform, company_key: z.string(), name: z.string().nullable() }),
};
