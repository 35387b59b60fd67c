/** Counts the values of some members over the postings of a filter. */
import { z } from "zod";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { FACETS, type Facet, MAX_FACET_VALUES } from "../../../shared/contracts/job-search.ts";
import { jobFilterSql } from "../job-filter.ts";
import { Count, ownParams, searchSettings } from "../query.ts";

/** @param facets at least one */
export function facetJobs(filter: JobFilter, facets: readonly Facet[]) {
  const { sql, params } = jobFilterSql(filter);
  const single = facets.filter((facet) => facet !== "skill");
  const counts: string[] = [];
  if (single.length > 0) {
    // One pass over the rows: a set groups by one column, the others are then null, and the platform empty.
    counts.push(`
      SELECT
        multiIf(${single.map((name) => `ifNull(${name}, '') != '', '${name}'`).join(", ")}, '') AS facet,
        multiIf(${single.map((name) => `ifNull(${name}, '') != '', toString(assumeNotNull(${name}))`).join(", ")}, '') AS value,
        count() AS jobs
      FROM job_facts WHERE ${sql}
      GROUP BY GROUPING SETS (${single.map((name) => `(${name})`).join(", ")})`);
  }
  if (facets.includes("skill")) {
    // Letter case is ignored, as in the filter; the spelling shown is one of those that postings have.
    counts.push(`
      SELECT 'skill' AS facet, min(skill.1) AS value, count() AS jobs
      FROM (SELECT arrayJoin(arrayZip(skills, skill_keys)) AS skill FROM job_facts WHERE ${sql})
      GROUP BY skill.2`);
  }
  return {
    sql: `
      SELECT facet, value, jobs, sum(jobs) OVER (PARTITION BY facet) AS all_jobs, count() OVER (PARTITION BY facet) AS all_values
      FROM (${counts.join(" UNION ALL ")})
      WHERE value != ''
      ORDER BY facet, jobs DESC, value
      LIMIT ${MAX_FACET_VALUES} BY facet
      ${searchSettings()}`,
    params: ownParams(params),
    row: z.object({
      facet: z.enum(FACETS),
      value: z.string(),
      jobs: Count,
      /** Both count all values of the facet, not only those listed. */
      all_jobs: Count,
      all_values: Count,
    }),
  };
}
