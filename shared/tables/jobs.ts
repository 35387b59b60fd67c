/** Postings: one row each, the newest one stays. `job_details` has the same columns for a posting's own page. */
import {
  COMPANY_SIZES,
  COORDINATE_SYSTEMS,
  DEGREE_LEVELS,
  EXPERIENCE_LEVELS,
  SALARY_PERIODS,
} from "../contracts/levels.ts";
import { choice, flag, id, label, labels, maybeInstant, number, type RowOf, text } from "./column.ts";
import { lineWriter } from "./line.ts";
import { PROVENANCE_COLUMNS, platform } from "./provenance.ts";
import { defineTable, emptyRow } from "./table.ts";

/**
 * What a parser reads off one posting; the ingest adds provenance. Null means that the platform does not say; a text
 * that could not be read stays in its `*_text` column and its field is named in `unread`.
 */
const POSTING_COLUMNS = {
  platform,
  job_key: id("id of the posting on its platform"),
  company_key: text("id of the company on the platform"),
  title: text("title of the posting"),
  salary_text: label("salary as the platform shows it"),
  salary_min: number("Float64", "CNY per salary_period"),
  salary_max: number("Float64", "CNY per salary_period"),
  salary_period: choice(SALARY_PERIODS, "what the salary is paid for"),
  salary_months: number("Float32", "months paid a year"),
  monthly_min: number("Float64", "CNY per month; a day counts 1/21.75 month"),
  monthly_max: number("Float64", "CNY per month; a day counts 1/21.75 month"),
  city: label("city of the work place, common name"),
  city_code: label("code of the city on the platform; each platform has its own codes"),
  district: label("district of the city"),
  business_area: label("neighbourhood, as the platform names it"),
  experience_text: label("experience wanted, as the platform shows it"),
  experience: choice(EXPERIENCE_LEVELS, "experience wanted, in years"),
  experience_min_years: number("Float32", "years of experience wanted at least"),
  experience_max_years: number("Float32", "years of experience wanted at most"),
  degree_text: label("degree wanted, as the platform shows it"),
  degree: choice(DEGREE_LEVELS, "lowest degree wanted"),
  company_name: text("name of the company in the posting"),
  company_size_text: label("size of the company, as the platform shows it"),
  company_size: choice(
    COMPANY_SIZES,
    "people employed; null also where the text spans two of these bands, as 50-150 does",
  ),
  company_size_min: number("UInt32", "people employed at least; 0 where the text names only an upper bound"),
  company_size_max: number("UInt32", "people employed at most"),
  company_type: label("ownership of the company, as the platform names it"),
  company_stage: label("financing stage of the company, as the platform names it"),
  industry: label("industry of the company, as the platform names it"),
  skills: labels("skills that the posting lists; on 51job its tags without degree, experience and welfare"),
  welfare: labels("benefits that the posting lists"),
  tags: labels("other labels of the posting"),
  description: text("text of the posting"),
  job_type: label("full-time, part-time, internship and so on, as the platform names it"),
  lon: number("Float64", "longitude of the work place"),
  lat: number("Float64", "latitude of the work place"),
  coordinate_system: choice(COORDINATE_SYSTEMS, "system of lon and lat, the own one of the platform"),
  url: text("page of the posting, without its query"),
  recruiter_position: label("position of the recruiter; the name stays in the raw row"),
  is_proxy: flag("posted by an agency"),
  published_at: maybeInstant("when it was published, as the platform says"),
  updated_at: maybeInstant("when it was updated, as the platform says"),
  unread: labels("fields whose text was kept but not read"),
};

export type JobPosting = RowOf<typeof POSTING_COLUMNS>;

/** A parser begins with it, so that a column that its platform lacks needs no line there. */
export const EMPTY_POSTING = emptyRow(POSTING_COLUMNS);

export const jobs = defineTable({
  name: "jobs",
  comment: "Postings as lists show them, typed: one row each, the newest one stays. Read with FINAL",
  columns: { ...POSTING_COLUMNS, ...PROVENANCE_COLUMNS },
});

export const jobDetails = defineTable({
  name: "job_details",
  comment: "What the own page of a posting says, typed: one row each, the newest one stays. Read with FINAL",
  columns: jobs.columns,
});

/** A posting's line, for `jobs` and `job_details`. */
export const jobLine = lineWriter<JobPosting>(POSTING_COLUMNS);
