/** Copies of the rows of exports that are being made: what is stored meanwhile does not change them. */

import { z } from "zod";
import { column, count, id, instant, maybeInstant } from "./column.ts";
import { companies } from "./companies.ts";
import { FACT_COLUMNS_OF_JOBS, jobFacts } from "./facts.ts";
import { jobs } from "./jobs.ts";
import { defineTable, pickColumns } from "./table.ts";

const STAGE_COLUMNS = {
  stage: id("name of the copy; its partition is dropped when the export has ended"),
  staged_at: instant("when the row was copied"),
};

/** What an export of postings can have: named one by one, because some columns of job_facts only serve the search. */
export const EXPORTED_JOB_COLUMNS = pickColumns(jobFacts.columns, [
  ...FACT_COLUMNS_OF_JOBS,
  "company_id",
  "company_full_name",
  "description",
  "detailed_at",
  "working_time",
  "working_time_said",
  "first_seen",
  "last_seen_day",
  "is_duplicate",
  "group_id",
]);

/** What an export of companies can have. */
export const EXPORTED_COMPANY_COLUMNS = {
  ...pickColumns(companies.columns, [
    "platform",
    "company_key",
    "name",
    "full_name",
    "company_type",
    "company_stage",
    "company_size_text",
    "company_size",
    "company_size_min",
    "company_size_max",
    "industry",
    "logo",
    "url",
    "city",
    "address",
    "description",
    "lon",
    "lat",
    "coordinate_system",
    "unread",
    "credit_code",
    "collected_at",
  ]),
  detailed_at: maybeInstant("when the own page of the company was collected; null where none was stored"),
};

export const exportJobs = defineTable({
  name: "export_jobs",
  comment: "Rows of exports of postings while they are made: one partition a copy, at most 3 days",
  columns: { ...STAGE_COLUMNS, ...EXPORTED_JOB_COLUMNS, version: jobFacts.columns.version },
});

export const exportCompanies = defineTable({
  name: "export_companies",
  comment: "Rows of exports of companies while they are made: one partition a copy, at most 3 days",
  columns: { ...STAGE_COLUMNS, ...EXPORTED_COMPANY_COLUMNS },
});

export const dataSetRows = defineTable({
  name: "data_set_rows",
  comment: "Postings of each snapshot of the published data set, to tell what changed between two; 90 days",
  columns: {
    snapshot: column("Date", z.iso.date(), "day of China Standard Time (UTC+8) of the snapshot"),
    platform: jobs.columns.platform,
    job_key: jobs.columns.job_key,
    hash: count("UInt64", "hash of what the snapshot says of the posting, without times of sighting"),
  },
});
