/** Newest postings first, page by page: the next page starts after the last row's (collected_at, platform, job_key). */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "../../../shared/contracts/rows.ts";

const Cursor = z.strictObject({
  /** Unix ms. */
  collected_at: z.number().int().nonnegative(),
  platform: Platform,
  job_key: z.string(),
});
export type NewestJobsCursor = z.infer<typeof Cursor>;

/** Later than any row: 2299-12-31, the end of DateTime64. */
const END_OF_TIME_MS = 10_413_791_999_000;
const filter = z.string().min(1).nullable().default(null);

export const newestJobs = {
  sql: `
    SELECT
      platform, job_key, title, company_key, company_name, city, district, salary_text, salary_months,
      monthly_min, monthly_max, experience, experience_text, degree, degree_text, industry, skills, url, keyword, search_city,
      toUnixTimestamp64Milli(collected_at) AS collected_at,
      toUnixTimestamp64Milli(published_at) AS published_at
    FROM jobs AS j FINAL
    WHERE (j.collected_at, platform, job_key)
        < (fromUnixTimestamp64Milli({before_ms:Int64}), {before_platform:String}, {before_key:String})
      AND ({platform:Nullable(String)} IS NULL OR platform = {platform:Nullable(String)})
      AND ({city:Nullable(String)} IS NULL OR city = {city:Nullable(String)})
      AND ({keyword:Nullable(String)} IS NULL OR keyword = {keyword:Nullable(String)})
      AND ({text:Nullable(String)} IS NULL
        OR positionCaseInsensitiveUTF8(concat(ifNull(title, ''), '\\n', ifNull(company_name, '')), assumeNotNull({text:Nullable(String)})) > 0)
    ORDER BY j.collected_at DESC, platform DESC, job_key DESC
    LIMIT {limit:UInt16}`,
  params: z
    .strictObject({
      platform: Platform.nullable().default(null),
      city: filter,
      /** The keyword that found the posting last. */
      keyword: filter,
      /** Part of title or company name, without regard to case. */
      text: filter,
      limit: z.number().int().min(1).max(500),
      cursor: Cursor.nullable().default(null),
    })
    .transform(({ cursor, ...filters }) => ({
      ...filters,
      before_ms: cursor?.collected_at ?? END_OF_TIME_MS,
      before_platform: cursor?.platform ?? "",
      before_key: cursor?.job_key ?? "",
    })),
  row: z.object({
    platform: Platform,
    job_key: z.string(),
    title: z.string().nullable(),
    company_key: z.string().nullable(),
    company_name: z.string().nullable(),
    city: z.string().nullable(),
    district: z.string().nullable(),
    salary_text: z.string().nullable(),
    salary_months: z.number().nullable(),
    /** CNY per month. */
    monthly_min: z.number().nullable(),
    monthly_max: z.number().nullable(),
    experience: z.enum(EXPERIENCE_LEVELS).nullable(),
    experience_text: z.string().nullable(),
    degree: z.enum(DEGREE_LEVELS).nullable(),
    degree_text: z.string().nullable(),
    industry: z.string().nullable(),
    skills: z.array(z.string()),
    url: z.string().nullable(),
    keyword: z.string().nullable(),
    search_city: z.string().nullable(),
    /** Unix ms. */
    collected_at: z.coerce.number().int(),
    published_at: z.union([z.null(), z.coerce.number().int()]),
  }),
};
export type NewestJob = z.infer<typeof newestJobs.row>;
