/** All tables of ClickHouse that rows are inserted into or collected in, and the views over them. */
import { cityCodes } from "./city-codes.ts";
import { companies, companyPages } from "./companies.ts";
import { companyChanges, companyCleaning } from "./company-cleaning.ts";
import { companyLinks, companyNames, companyPairs } from "./company-links.ts";
import { keywordCoverage } from "./coverage.ts";
import {
  companyNameParts,
  jobDecisions,
  jobGroups,
  jobMatchAreas,
  jobMatchNames,
  jobMatchPairs,
  jobMatchPostings,
  jobPairs,
  jobPrints,
} from "./duplicates.ts";
import { dataSetRows, exportCompanies, exportJobs } from "./exports.ts";
import { figures, jobChanges, jobFacts, jobKeywords } from "./facts.ts";
import { jobDetails, jobs } from "./jobs.ts";
import { completeCrawls, jobChains, jobEvents, jobLife, jobVersions, lifeAsked } from "./life.ts";
import { metricSamples } from "./metric-samples.ts";
import { nodeMetrics } from "./node-metrics.ts";
import { qualityPerDay } from "./quality.ts";
import { rawCompanies, rawJobDetails, rawJobs } from "./raw-rows.ts";
import { recleanChanges, recleanKeys, recleanRows, rowCorrections } from "./recleans.ts";
import { jobRemovals, taskRows } from "./row-edits.ts";
import { jobSightings, jobSpans, jobsPerDay } from "./sightings.ts";
import { skillPatterns, skillTags, skillVersions } from "./skills.ts";
import type { Table } from "./table.ts";
import { taskRuns } from "./task-runs.ts";
import { uploads } from "./uploads.ts";

export const TABLES: readonly Table[] = [
  jobs,
  jobDetails,
  companies,
  companyPages,
  companyCleaning,
  companyChanges,
  companyNames,
  companyLinks,
  companyPairs,
  rawJobs,
  rawJobDetails,
  rawCompanies,
  jobSightings,
  jobSpans,
  jobsPerDay,
  jobFacts,
  jobChanges,
  jobKeywords,
  companyNameParts,
  jobPrints,
  jobMatchAreas,
  jobMatchNames,
  jobMatchPairs,
  jobMatchPostings,
  jobPairs,
  jobGroups,
  jobDecisions,
  skillTags,
  skillPatterns,
  skillVersions,
  keywordCoverage,
  completeCrawls,
  jobVersions,
  jobEvents,
  jobLife,
  jobChains,
  lifeAsked,
  cityCodes,
  recleanKeys,
  recleanRows,
  recleanChanges,
  rowCorrections,
  taskRows,
  jobRemovals,
  figures,
  exportJobs,
  exportCompanies,
  dataSetRows,
  qualityPerDay,
  uploads,
  nodeMetrics,
  metricSamples,
  taskRuns,
];

export interface View {
  name: string;
  comment: string;
  /**
   * The table whose columns it shows, those that it leaves out, and what the columns mean that it adds or whose meaning
   * is another here, by name.
   */
  of: { table: Table; without: readonly string[]; adds: Readonly<Record<string, string>> };
}

const DAY = "day of China Standard Time (UTC+8)";
const CITY = "city of the posting as last stored; empty when it names none";

export const VIEWS: readonly View[] = [
  {
    name: "job_analytics",
    comment: "One row per posting with its first and last sighting, for analysis",
    of: {
      table: jobs,
      without: [
        "city_code",
        "experience_text",
        "degree_text",
        "company_size_text",
        "description",
        "recruiter_position",
        "unread",
        "channel",
        "upload_id",
        "part",
        "batch_id",
        "run_id",
        "keyword_id",
        "source",
        "content_hash",
        "parser_version",
      ],
      adds: {
        first_seen: "first sighting, UTC; where none was stored, collected_at",
        last_seen: "last sighting, UTC; where none was stored, collected_at",
      },
    },
  },
  {
    name: "jobs_full",
    comment: "One row per posting with what its own page adds; detailed_at is null where no page was stored",
    of: {
      table: jobs,
      without: [],
      adds: { detailed_at: "when the own page of the posting was collected; null where none was stored" },
    },
  },
  {
    name: "companies_full",
    comment: "One row per company with what its own page adds; detailed_at is null where no page was stored",
    of: {
      table: companies,
      without: [],
      adds: { detailed_at: "when the own page of the company was collected; null where none was stored" },
    },
  },
  {
    name: "company_facts",
    comment: "Companies by the parts of their names, with the company that each row belongs to",
    of: {
      table: companyNames,
      without: ["source_hash", "version"],
      adds: {
        company_id: companyLinks.columns.company_id.comment,
        parent_id: companyLinks.columns.parent_id.comment,
        how: companyLinks.columns.how.comment,
        evidence: companyLinks.columns.evidence.comment,
      },
    },
  },
  {
    name: "jobs_new_per_day",
    comment: "Postings seen for the first time, per day of China Standard Time, platform and city",
    of: {
      table: jobsPerDay,
      without: [],
      adds: { day: `${DAY} of the first sighting`, city: CITY, jobs: "postings first seen on that day" },
    },
  },
  {
    name: "jobs_active_per_day",
    comment:
      "Distinct postings that searches showed, stored again or not, per day of China Standard Time, platform and city; 400 days",
    of: {
      table: jobsPerDay,
      without: [],
      adds: { day: `${DAY} of the sighting`, city: CITY, jobs: "distinct postings seen on that day" },
    },
  },
  {
    name: "jobs_per_day_counts",
    comment:
      "Distinct postings stored as new or changed per day of China Standard Time, platform and city; an unchanged posting is in jobs_active_per_day only",
    of: {
      table: jobsPerDay,
      without: [],
      adds: { jobs: "distinct postings stored as new or changed on that day" },
    },
  },
];

/** What the columns of a view mean, by name. */
export function viewColumns({ of: { table, without, adds } }: View): Record<string, string> {
  const own = Object.entries(table.columns)
    .filter(([name]) => !without.includes(name))
    .map(([name, { comment }]) => [name, comment]);
  return { ...(Object.fromEntries(own) as Record<string, string>), ...adds };
}

/** Materialized views, which have the columns of the table that they fill. */
export const FILLERS: readonly { name: string; fills: Table }[] = [
  { name: "company_pages_mv", fills: companyPages },
  { name: "company_changes_mv", fills: companyChanges },
  { name: "job_spans_mv", fills: jobSpans },
  { name: "jobs_per_day_mv", fills: jobsPerDay },
  { name: "job_changes_of_jobs_mv", fills: jobChanges },
  { name: "job_changes_of_details_mv", fills: jobChanges },
  { name: "job_changes_of_sightings_mv", fills: jobChanges },
  { name: "job_keywords_mv", fills: jobKeywords },
  { name: "job_versions_of_jobs_mv", fills: jobVersions },
  { name: "job_versions_of_details_mv", fills: jobVersions },
  { name: "job_changes_of_life_mv", fills: jobChanges },
  { name: "job_changes_of_chains_mv", fills: jobChanges },
];

/** The record of the migrations, which `migrations/clickhouse/runner.ts` keeps. */
export const MIGRATION_RECORD = {
  name: "schema_migrations",
  comment: "Migrations that were applied to this database",
  columns: {
    name: "file of the migration",
    checksum: "SHA-256 of its text when it was applied, hex",
    applied_at: "when it was applied, UTC",
  },
};
