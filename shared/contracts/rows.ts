/**
 * Rows of the typed ClickHouse tables, in the tables' own column names.
 * Null means that the platform did not say; a text that could not be read stays in its `*_text` column and
 * its field is named in `unread`.
 */
import type { Channel, Platform } from "./platform.ts";

export type SalaryPeriod = "year" | "month" | "day" | "hour";
/** Ordered by years. */
export const EXPERIENCE_LEVELS = [
  "student",
  "graduate",
  "none",
  "under1",
  "1-3",
  "3-5",
  "5-10",
  "over10",
  "any",
] as const;
export type ExperienceLevel = (typeof EXPERIENCE_LEVELS)[number];
export const DEGREE_LEVELS = [
  "any",
  "junior",
  "senior-high",
  "vocational",
  "associate",
  "bachelor",
  "master",
  "doctor",
] as const;
export type DegreeLevel = (typeof DEGREE_LEVELS)[number];
export type CompanySize = "1-20" | "20-99" | "100-499" | "500-999" | "1000-9999" | "10000+";

/** What a parser reads off one posting; the ingest adds provenance. */
export interface JobPosting {
  platform: Platform;
  job_key: string;
  company_key: string | null;
  title: string | null;
  salary_text: string | null;
  /** In CNY per `salary_period`. */
  salary_min: number | null;
  salary_max: number | null;
  salary_period: SalaryPeriod | null;
  /** Months paid a year, for example 13; null when not said. */
  salary_months: number | null;
  /** CNY per month; a day counts 1/21.75 month. */
  monthly_min: number | null;
  monthly_max: number | null;
  /** Common city name. */
  city: string | null;
  city_code: string | null;
  district: string | null;
  business_area: string | null;
  experience_text: string | null;
  experience: ExperienceLevel | null;
  experience_min_years: number | null;
  experience_max_years: number | null;
  degree_text: string | null;
  degree: DegreeLevel | null;
  company_name: string | null;
  company_size_text: string | null;
  company_size: CompanySize | null;
  company_size_min: number | null;
  company_size_max: number | null;
  company_type: string | null;
  company_stage: string | null;
  industry: string | null;
  skills: string[];
  welfare: string[];
  tags: string[];
  description: string | null;
  /** full-time, part-time, internship … as the platform says it. */
  job_type: string | null;
  lon: number | null;
  lat: number | null;
  coordinate_system: "GCJ-02" | "BD-09" | null;
  url: string | null;
  /** The recruiter's position only; names stay in the raw JSON. */
  recruiter_position: string | null;
  /** Posted by an agency. */
  is_proxy: boolean | null;
  /** Unix ms, from the platform's own dates (China Standard Time). */
  published_at: number | null;
  updated_at: number | null;
  /** Fields whose text was kept but not read. */
  unread: string[];
}

export interface CompanyProfile {
  platform: Platform;
  company_key: string;
  name: string | null;
  full_name: string | null;
  company_type: string | null;
  company_stage: string | null;
  company_size_text: string | null;
  company_size: CompanySize | null;
  company_size_min: number | null;
  company_size_max: number | null;
  industry: string | null;
  logo: string | null;
  url: string | null;
  city: string | null;
  address: string | null;
  description: string | null;
  lon: number | null;
  lat: number | null;
  coordinate_system: "GCJ-02" | "BD-09" | null;
  unread: string[];
}

/** Where a row came from; the same columns in every table. */
export interface Provenance {
  platform: Platform;
  channel: Channel;
  /** Made by us for one request with rows; a page that the edge crawled is an upload of one part. */
  upload_id: string;
  /** Piece of the upload, from 0. */
  part: number;
  /** Id that the sender gave its upload; null when it gave none, and for pages that the edge crawled. */
  batch_id: string | null;
  run_id: string | null;
  keyword_id: string | null;
  keyword: string | null;
  search_city: string | null;
  source: string;
  /** Unix ms. */
  collected_at: number;
  content_hash: string;
  /** Raises with every change of the platform's parser (A10). */
  parser_version: number;
}
