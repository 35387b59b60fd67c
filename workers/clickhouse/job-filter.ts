/** A filter of postings as a condition over `job_facts`. */
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { wordsOf } from "../../shared/domain/job-words.ts";
import { inSalaryBandsSql } from "./job-salary.ts";
import { skillKeySql } from "./job-skills.ts";
import { hasWordSql } from "./job-text.ts";
import type { BoundParams } from "./query.ts";
import { allOf, type Bind, bindTo, inColumns, type SqlCondition } from "./sql-condition.ts";

/** Members that are compared with a column of their own. */
export const FILTER_COLUMNS = {
  platform: "platform",
  city: "city",
  district: "district",
  degree: "degree",
  experience: "experience",
  industry: "industry",
  company_size: "company_size",
  company_type: "company_type",
  company_key: "company_key",
  company_id: "company_id",
  company: "company_name",
  job_type: "job_type",
  state: "state",
} as const satisfies Partial<Record<keyof JobFilter, string>>;

/** Conditions of the period of a filter. */
function periodSql({ new_from, from, to }: JobFilter, bind: Bind): string[] {
  const parts: string[] = [];
  if (new_from !== undefined) parts.push(`first_day >= ${bind("new_from", "Date", new_from)}`);
  if (from !== undefined) parts.push(`last_seen_day >= ${bind("from", "Date", from)}`);
  if (to !== undefined) parts.push(`first_day <= ${bind("to", "Date", to)}`);
  return parts;
}

/**
 * Holds for the postings that stand for a job in a period in which the first one of the job is not: of each such job the
 * first one that is. It asks for the period only, so that the postings of a figure and of its parts agree.
 * @param table the one that is read; its parameters are those of {@link jobFilterSql}
 * @returns null where no posting stands for another: duplicates are not left out, or there is no period
 */
export function standInSql(filter: JobFilter, table = "job_facts"): string | null {
  const period = periodSql(filter, (name, type) => `{filter_${name}:${type}}`);
  if (filter.duplicates !== "exclude" || period.length === 0) return null;
  return `key_hash IN (
    SELECT argMin(key_hash, (first_seen, platform, job_key)) FROM ${table}
    WHERE group_id != 0 AND ${period.join(" AND ")} GROUP BY group_id HAVING min(is_duplicate) = 1)`;
}

/** Holds for one posting of each job: the first one, or the one that stands in for it. */
function oncePerJobSql(filter: JobFilter, table: string): string {
  const standIn = standInSql(filter, table);
  return standIn === null ? "is_duplicate = 0" : `is_duplicate = 0 OR ${standIn}`;
}

/**
 * @param table the one that is read
 * @returns the condition of `job_facts` for these postings; `1` for all
 */
export function jobFilterSql(filter: JobFilter, table = "job_facts"): SqlCondition {
  const params: BoundParams = {};
  const bind = bindTo(params, "filter_");
  const parts = inColumns(filter, FILTER_COLUMNS, bind);
  if (filter.keyword?.length) {
    parts.push(
      `key_hash IN (SELECT key_hash FROM job_keywords WHERE keyword IN ${bind("keyword", "Array(String)", filter.keyword)})`,
    );
  }
  // has() looks the skill up in the dictionary of each part; hasAll() would read the texts.
  for (const [index, skill] of (filter.skill ?? []).entries()) {
    parts.push(`has(skill_keys, ${skillKeySql(bind(`skill_${index}`, "String", skill))})`);
  }
  if (filter.salary_band?.length) parts.push(inSalaryBandsSql(filter.salary_band));
  if (filter.salary_from !== undefined)
    parts.push(`monthly_max >= ${bind("salary_from", "Float64", filter.salary_from)}`);
  if (filter.salary_to !== undefined)
    parts.push(`monthly_min <= ${bind("salary_to", "Float64", filter.salary_to)}`);
  parts.push(...periodSql(filter, bind));
  if (filter.duplicates === "exclude") parts.push(oncePerJobSql(filter, table));
  for (const [index, word] of wordsOf(filter.text ?? "").entries()) {
    parts.push(hasWordSql((name, value) => bind(name, "String", value), `word_${index}`, word));
  }
  return { sql: allOf(parts), params };
}
