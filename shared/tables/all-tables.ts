/** All tables of ClickHouse that rows are inserted into or collected in, and the views over them. */
import { companies, companyPages } from "./companies.ts";
import { jobDetails, jobs } from "./jobs.ts";
import { nodeMetrics } from "./node-metrics.ts";
import { rawCompanies, rawJobDetails, rawJobs } from "./raw-rows.ts";
import { jobSightings, jobSpans, jobsPerDay } from "./sightings.ts";
import type { Table } from "./table.ts";
import { uploads } from "./uploads.ts";

export const TABLES: readonly Table[] = [
  jobs,
  jobDetails,
  companies,
  companyPages,
  rawJobs,
  rawJobDetails,
  rawCompanies,
  jobSightings,
  jobSpans,
  jobsPerDay,
  uploads,
  nodeMetrics,
];

export interface View {
  name: string;
  comment: string;
  /** The table whose columns it shows, all of them (`whole`) or most, and the names that it adds. */
  of: { table: Table; adds: readonly string[]; whole: boolean };
}

export const VIEWS: readonly View[] = [
  {
    name: "job_analytics",
    comment: "One row per posting with its first and last sighting, for analysis",
    of: { table: jobs, adds: ["first_seen", "last_seen"], whole: false },
  },
  {
    name: "jobs_full",
    comment: "One row per posting with what its own page adds; detailed_at is null where no page was stored",
    of: { table: jobs, adds: ["detailed_at"], whole: true },
  },
  {
    name: "companies_full",
    comment: "One row per company with what its own page adds; detailed_at is null where no page was stored",
    of: { table: companies, adds: ["detailed_at"], whole: true },
  },
  {
    name: "jobs_per_day_counts",
    comment: "Distinct postings per day, platform and city; right even when a batch came twice",
    of: { table: jobsPerDay, adds: [], whole: true },
  },
];
