/** One posting: its typed columns, and the newest row as the platform sent it. */
import { z } from "zod";
import { Channel, Platform } from "../../../shared/contracts/platform.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../../shared/contracts/rows.ts";

const text = z.string().nullable();
const number = z.number().nullable();
/** Unix ms. */
const instant = z.coerce.number().int();
const maybeInstant = z.union([z.null(), instant]);

export const rawJob = {
  sql: `
    SELECT
      platform, job_key, company_key, title,
      salary_text, salary_min, salary_max, salary_period, salary_months, monthly_min, monthly_max,
      city, city_code, district, business_area,
      experience_text, experience, experience_min_years, experience_max_years, degree_text, degree,
      company_name, company_size_text, company_size, company_size_min, company_size_max, company_type, company_stage, industry,
      skills, welfare, tags, description, job_type, lon, lat, coordinate_system, url, recruiter_position, is_proxy,
      toUnixTimestamp64Milli(published_at) AS published_at,
      toUnixTimestamp64Milli(updated_at) AS updated_at,
      unread, channel, upload_id, part, batch_id, run_id, keyword_id, keyword, search_city, source,
      toUnixTimestamp64Milli(j.collected_at) AS collected_at,
      content_hash, parser_version,
      (
        SELECT raw FROM raw_jobs AS r
        WHERE r.platform = {platform:String} AND r.job_key = {job_key:String}
        ORDER BY r.collected_at DESC
        LIMIT 1
      ) AS raw
    FROM jobs AS j FINAL
    WHERE j.platform = {platform:String} AND j.job_key = {job_key:String}
    LIMIT 1`,
  params: z.strictObject({ platform: Platform, job_key: z.string().min(1) }),
  row: z.object({
    platform: Platform,
    job_key: z.string(),
    company_key: text,
    title: text,
    salary_text: text,
    salary_min: number,
    salary_max: number,
    salary_period: z.enum(["year", "month", "day", "hour"]).nullable(),
    salary_months: number,
    monthly_min: number,
    monthly_max: number,
    city: text,
    city_code: text,
    district: text,
    business_area: text,
    experience_text: text,
    experience: z.enum(EXPERIENCE_LEVELS).nullable(),
    experience_min_years: number,
    experience_max_years: number,
    degree_text: text,
    degree: z.enum(DEGREE_LEVELS).nullable(),
    company_name: text,
    company_size_text: text,
    company_size: z.enum(["1-20", "20-99", "100-499", "500-999", "1000-9999", "10000+"]).nullable(),
    company_size_min: number,
    company_size_max: number,
    company_type: text,
    company_stage: text,
    industry: text,
    skills: z.array(z.string()),
    welfare: z.array(z.string()),
    tags: z.array(z.string()),
    description: text,
    job_type: text,
    lon: number,
    lat: number,
    coordinate_system: z.enum(["GCJ-02", "BD-09"]).nullable(),
    url: text,
    recruiter_position: text,
    is_proxy: z.boolean().nullable(),
    published_at: maybeInstant,
    updated_at: maybeInstant,
    unread: z.array(z.string()),
    channel: Channel,
    upload_id: z.string(),
    part: z.number().int(),
    batch_id: text,
    run_id: text,
    keyword_id: text,
    keyword: text,
    search_city: text,
    source: z.string(),
    collected_at: instant,
    content_hash: z.string(),
    parser_version: z.number().int(),
    /** JSON text; null where no raw row is kept. */
    raw: text,
  }),
};
