/** Newest postings first, page by page: the next page starts after the last row's (collected_at, platform, job_key). */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { jobs } from "../../../shared/tables/jobs.ts";
import { pickColumns, selectList, storedRowSchema } from "../../../shared/tables/table.ts";

/** What the list shows of a posting. */
export const JOB_SUMMARY_COLUMNS = pickColumns(jobs.columns, [
  "platform",
  "job_key",
  "company_key",
  "title",
  "company_name",
  "city",
  "district",
  "salary_text",
  "salary_months",
  "monthly_min",
  "monthly_max",
  "experience",
  "experience_text",
  "degree",
  "degree_text",
  "industry",
  "skills",
  "url",
  "published_at",
  "keyword",
  "search_city",
  "collected_at",
]);

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
      ${selectList(JOB_SUMMARY_COLUMNS, "j")}
    FROM jobs AS j FINAL
    WHERE (j.collected_at, j.platform, j.job_key)
        < (fromUnixTimestamp64Milli({before_ms:Int64}), {before_platform:String}, {before_key:String})
      AND ({platform:Nullable(String)} IS NULL OR platform = {platform:Nullable(String)})
      AND ({city:Nullable(String)} IS NULL OR city = {city:Nullable(String)})
      AND ({keyword:Nullable(String)} IS NULL OR keyword = {keyword:Nullable(String)})
      AND ({text:Nullable(String)} IS NULL
        OR positionCaseInsensitiveUTF8(concat(ifNull(title, ''), '\\n', ifNull(company_name, '')), assumeNotNull({text:Nullable(String)})) > 0)
    ORDER BY j.collected_at DESC, j.platform DESC, j.job_key DESC
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
  row: storedRowSchema(JOB_SUMMARY_COLUMNS),
};
