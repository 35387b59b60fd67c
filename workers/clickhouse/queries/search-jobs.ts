/** Postings of a filter in one of the orders, page by page: the next page starts after the last row's position. */
import type { z } from "zod";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { type JobSort, NO_SALARY, sortValue } from "../../../shared/contracts/job-search.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { jobFacts } from "../../../shared/tables/facts.ts";
import { pickColumns, selectList, storedRowSchema } from "../../../shared/tables/table.ts";
import { jobFilterSql } from "../job-filter.ts";
import { type BoundParams, instantSql, ownParams, type Query, searchSettings } from "../query.ts";

/** What the list shows of a posting. */
export const JOB_SUMMARY_COLUMNS = pickColumns(jobFacts.columns, [
  "platform",
  "job_key",
  "company_key",
  "title",
  "company_name",
  "city",
  "district",
  "business_area",
  "salary_text",
  "salary_months",
  "monthly_min",
  "monthly_max",
  "experience",
  "experience_text",
  "degree",
  "degree_text",
  "company_size",
  "company_type",
  "industry",
  "skills",
  "job_type",
  "url",
  "published_at",
  "keyword",
  "search_city",
  "collected_at",
  "first_seen",
  "last_seen_day",
  "state",
  "closed_at",
  "is_duplicate",
  "group_id",
]);
/** What is searched beside that. */
const SEARCHED_COLUMNS = pickColumns(jobFacts.columns, ["tags", "listed_skills", "description"]);

/** A place in the order; `value` is what `sortValue` says of the posting. */
export interface JobPosition {
  value: number;
  platform: Platform;
  job_key: string;
}

interface Order {
  /** Sorted by it, then by platform and key. */
  by: string;
  direction: "DESC" | "ASC";
  /** SQL of the cursor's value in the type of `by`. */
  after: string;
}
const INSTANT = instantSql("after_value");
const ORDERS: Readonly<Record<JobSort, Order>> = {
  newest: { by: "first_seen", direction: "DESC", after: INSTANT },
  published: { by: "ifNull(published_at, toDateTime64(0, 3, 'UTC'))", direction: "DESC", after: INSTANT },
  last_seen: { by: "toUInt16(last_seen_day)", direction: "DESC", after: "{after_value:UInt16}" },
  salary_high: { by: "ifNull(monthly_max, -1)", direction: "DESC", after: "{after_value:Float64}" },
  salary_low: {
    by: `ifNull(monthly_min, ${NO_SALARY.toExponential()})`,
    direction: "ASC",
    after: "{after_value:Float64}",
  },
};

export interface JobSearch {
  filter: JobFilter;
  sort: JobSort;
  limit: number;
  /** Only postings strictly after this place. */
  after?: JobPosition;
}

/** What the query answers: with a text also what it was searched in. */
const row = storedRowSchema({ ...JOB_SUMMARY_COLUMNS, ...SEARCHED_COLUMNS }).partial({
  tags: true,
  listed_skills: true,
  description: true,
});
export type FoundJob = z.infer<typeof row>;

/** @returns the place of a posting in an order */
export const positionOf = (sort: JobSort, job: FoundJob): JobPosition => ({
  value: sortValue[sort](job),
  platform: job.platform,
  job_key: job.job_key,
});

/** A posting that is being made anew is in the table twice for a moment, so that callers drop repeated keys. */
export function searchJobs({ filter, sort, limit, after }: JobSearch) {
  const { by, direction, after: value } = ORDERS[sort];
  const { sql, params } = jobFilterSql(filter);
  const columns =
    filter.text === undefined ? JOB_SUMMARY_COLUMNS : { ...JOB_SUMMARY_COLUMNS, ...SEARCHED_COLUMNS };
  const [before, beforeOrAt] = direction === "DESC" ? ["<", "<="] : [">", ">="];
  // The first condition lets the primary key narrow what is read.
  const page = after
    ? ` AND ${by} ${beforeOrAt} ${value} AND (${by}, platform, job_key) ${before} (${value}, {after_platform:String}, {after_key:String})`
    : "";
  const order = `${by} ${direction}, platform ${direction}, job_key ${direction}`;
  const position: BoundParams = after
    ? { after_value: after.value, after_platform: after.platform, after_key: after.job_key }
    : {};
  return {
    // The places are found with few columns; the others are read for these rows only, which may lie far apart. Filters
    // mean stored columns, not the milliseconds that the outer query makes of them.
    sql: `
      SELECT ${selectList(columns, "j")}
      FROM (
        SELECT ${Object.keys(columns).join(", ")}
        FROM job_facts
        WHERE (first_seen, platform, job_key) IN (
          SELECT first_seen, platform, job_key FROM job_facts WHERE ${sql}${page} ORDER BY ${order} LIMIT ${limit}
        )
      ) AS j
      ORDER BY ${order.replace(/\b(first_seen|published_at|last_seen_day|monthly_max|monthly_min|platform|job_key)\b/g, "j.$1")}
      ${searchSettings()}`,
    params: ownParams({ ...params, ...position }),
    row,
  } satisfies Query<z.ZodType<BoundParams>, z.ZodType>;
}
