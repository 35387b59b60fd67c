/** Companies of a filter with the number of their postings, page by page. */
import { z } from "zod";
import type { CompanyFilter, CompanySort } from "../../../shared/contracts/company-search.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { companies } from "../../../shared/tables/companies.ts";
import { pickColumns, selectList, storedRowSchema } from "../../../shared/tables/table.ts";
import { companyFilterSql } from "../company-filter.ts";
import { Count, ownParams, searchSettings } from "../query.ts";
import { bindTo } from "../sql-condition.ts";

/** What the list shows of a company. */
export const COMPANY_SUMMARY_COLUMNS = pickColumns(companies.columns, [
  "platform",
  "company_key",
  "name",
  "full_name",
  "company_type",
  "company_stage",
  "company_size",
  "company_size_text",
  "industry",
  "city",
  "url",
  "collected_at",
]);

export interface CompanyPosition {
  /** Postings, or Unix ms, by the order. */
  value: number;
  platform: Platform;
  company_key: string;
}

export interface CompanySearch {
  filter: CompanyFilter;
  sort: CompanySort;
  limit: number;
  after?: CompanyPosition;
}

/** A posting counts as open that was seen in the last seven days of China, as in the overview. */
const OPEN_FROM = "toDate(now(), 'Asia/Shanghai') - 6";
/** Postings of each company that is still in `job_facts`. */
const POSTINGS = `
  SELECT platform, assumeNotNull(job_facts.company_key) AS company_key, count() AS postings,
    countIf(last_seen_day >= ${OPEN_FROM}) AS open_postings
  FROM job_facts WHERE job_facts.company_key IS NOT NULL`;

const names = Object.keys(COMPANY_SUMMARY_COLUMNS);

export function searchCompanies({ filter, sort, limit, after }: CompanySearch) {
  const { sql: condition, params } = companyFilterSql(filter);
  const bind = bindTo(params);
  const by = sort === "postings" ? "n.postings" : "c.collected_at";
  const place =
    after &&
    `(${by}, c.platform, c.company_key) < (${
      sort === "postings"
        ? bind("after_value", "UInt64", after.value)
        : `fromUnixTimestamp64Milli(${bind("after_value", "Int64", after.value)}, 'UTC')`
    }, ${bind("after_platform", "String", after.platform)}, ${bind("after_key", "String", after.company_key)})`;
  return {
    sql: `
      SELECT ${selectList(COMPANY_SUMMARY_COLUMNS, "c")}, n.postings AS postings, n.open_postings AS open_postings,
        toUnixTimestamp64Milli(c.detailed_at) AS detailed_at,
        if(l.company_id = '', concat(c.platform, ':', c.company_key), l.company_id) AS company_id
      FROM (
        SELECT ${names.join(", ")}, detailed_at FROM companies_full
        WHERE ${condition}
      ) AS c
      LEFT JOIN (${POSTINGS} GROUP BY platform, company_key) AS n
        ON n.platform = c.platform AND n.company_key = c.company_key
      LEFT JOIN (SELECT platform, company_key, company_id FROM company_links FINAL) AS l
        ON l.platform = c.platform AND l.company_key = c.company_key
      WHERE ${place ?? "1"}
      ORDER BY ${by} DESC, c.platform DESC, c.company_key DESC
      LIMIT ${limit}
      ${searchSettings()}`,
    params: ownParams(params),
    row: storedRowSchema(COMPANY_SUMMARY_COLUMNS).extend({
      postings: Count,
      company_id: z.string(),
      open_postings: Count,
      detailed_at: z.union([z.null(), z.coerce.number().int()]),
    }),
  };
}
export type FoundCompany = z.infer<ReturnType<typeof searchCompanies>["row"]>;

/** One company with what its own page adds, the number of its postings, and the newest row of its page as it was sent. */
export const showCompany = {
  sql: `
    SELECT
      ${selectList(companies.columns, "c")},
      toUnixTimestamp64Milli(c.detailed_at) AS detailed_at,
      (
        SELECT count() FROM job_facts AS f
        WHERE f.platform = {platform:String} AND f.company_key = {company_key:String}
      ) AS postings,
      (
        SELECT raw FROM raw_companies AS r
        WHERE r.platform = {platform:String} AND r.company_key = {company_key:String}
        ORDER BY r.collected_at DESC
        LIMIT 1
      ) AS raw
    FROM companies_full AS c
    WHERE c.platform = {platform:String} AND c.company_key = {company_key:String}
    LIMIT 1
    ${searchSettings()}`,
  params: z.strictObject({ platform: Platform, company_key: z.string().min(1) }),
  row: storedRowSchema(companies.columns).extend({
    detailed_at: z.union([z.null(), z.coerce.number().int()]),
    postings: Count,
    /** JSON text; null where no page is kept. */
    raw: z.string().nullable(),
  }),
};
export type StoredCompany = z.infer<typeof showCompany.row>;

/** How many of a company's postings were first seen in each month of China, and the span of all of them. */
export const companyLife = {
  sql: `
    SELECT
      toUnixTimestamp64Milli(min(f.first_seen)) AS first_seen,
      max(f.last_seen_day) AS last_seen_day,
      countIf(f.last_seen_day >= ${OPEN_FROM}) AS open_postings,
      sumMap([formatDateTime(f.first_seen, '%Y-%m', 'Asia/Shanghai')], [toUInt32(1)]) AS months
    FROM job_facts AS f
    WHERE f.platform = {platform:String} AND f.company_key = {company_key:String}
    HAVING count() > 0
    ${searchSettings()}`,
  params: showCompany.params,
  row: z.object({
    first_seen: z.coerce.number().int(),
    last_seen_day: z.iso.date(),
    open_postings: Count,
    months: z.tuple([z.array(z.string()), z.array(Count)]),
  }),
};
export type CompanyLife = z.infer<typeof companyLife.row>;
