/** Distinct postings stored or changed per day of China Standard Time and platform. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { Count } from "../query.ts";

export const jobsPerDay = {
  sql: `
    SELECT day, platform, uniqExactMerge(jobs_per_day.jobs) AS jobs
    FROM jobs_per_day
    WHERE day BETWEEN {from:Date} AND {to:Date}
      AND ({platform:Nullable(String)} IS NULL OR platform = {platform:Nullable(String)})
      AND ({city:Nullable(String)} IS NULL OR city = {city:Nullable(String)})
    GROUP BY day, platform
    ORDER BY day, platform`,
  params: z.strictObject({
    /** Inclusive, `2026-11-22`. */
    from: z.iso.date(),
    to: z.iso.date(),
    platform: Platform.nullable().default(null),
    city: z.string().min(1).nullable().default(null),
  }),
  row: z.object({ day: z.iso.date(), platform: Platform, jobs: Count }),
};
