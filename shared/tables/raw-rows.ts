/** Rows as the platform sent them: the truth that typed rows can be made from again (A8, A10). */
import { id } from "./column.ts";
import { companies } from "./companies.ts";
import { jobs } from "./jobs.ts";
import { PROVENANCE_COLUMNS, platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

const raw = id("JSON as sent");

const ofJobs = {
  platform,
  job_key: jobs.columns.job_key,
  company_key: jobs.columns.company_key,
  raw,
  ...PROVENANCE_COLUMNS,
};

export const rawJobs = defineTable({
  name: "raw_jobs",
  comment: "Postings as lists sent them: one row for each content that was ever stored",
  columns: ofJobs,
});

export const rawJobDetails = defineTable({
  name: "raw_job_details",
  comment: "Own pages of postings as sent: one row for each content that was ever stored",
  columns: ofJobs,
});

export const rawCompanies = defineTable({
  name: "raw_companies",
  comment: "Own pages of companies as sent: one row for each content that was ever stored",
  columns: { platform, company_key: companies.columns.company_key, raw, ...PROVENANCE_COLUMNS },
});
