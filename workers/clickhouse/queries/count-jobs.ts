/** How many postings a filter has. */
import { z } from "zod";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { jobFilterSql } from "../job-filter.ts";
import { Count, ownParams, searchSettings } from "../query.ts";

/** @param max stops counting there; null counts all */
export function countJobs(filter: JobFilter, max: number | null) {
  const { sql, params } = jobFilterSql(filter);
  const rows =
    max === null ? `job_facts WHERE ${sql}` : `(SELECT 1 FROM job_facts WHERE ${sql} LIMIT ${max})`;
  return {
    sql: `SELECT count() AS jobs FROM ${rows} ${searchSettings()}`,
    params: ownParams(params),
    row: z.object({ jobs: Count }),
  };
}
