/** A filter of postings as a condition over `job_facts`. */
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { wordsOf } from "../../shared/domain/job-words.ts";
import { SALARY_BAND_SQL } from "./job-salary.ts";
import { skillKeySql } from "./job-skills.ts";
import { hasWordSql } from "./job-text.ts";
import type { BoundParams } from "./query.ts";

export interface SqlCondition {
  /** One condition; values appear only as `{name:Type}`. */
  sql: string;
  params: BoundParams;
}

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
  company: "company_name",
  job_type: "job_type",
} as const satisfies Partial<Record<keyof JobFilter, string>>;

/** Conditions of the period of a filter. @param bind returns the placeholder of a value */
function periodSql(
  { new_from, from, to }: JobFilter,
  bind: (name: string, type: string, value: string) => string,
): string[] {
  const parts: string[] = [];
  if (new_from !== undefined) parts.push(`first_day >= ${bind("new_from", "Date", new_from)}`);
  if (from !== undefined) parts.push(`last_seen_day >= ${bind("from", "Date", from)}`);
  if (to !== undefined) parts.push(`first_day <= ${bind("to", "Date", to)}`);
  return parts;
}

/**
 * Holds for one posting of each job: the first one, or where that is not in the period the first one that is. It asks for
 * the period only, so that the postings of a figure and of its parts agree.
 * @param table the one that is read; its parameters are those of {@link jobFilterSql}
 */
export function oncePerJobSql(filter: JobFilter, table = "job_facts"): string {
  if (filter.duplicates !== "exclude") return "1";
  const period = periodSql(filter, (name, type) => `{filter_${name}:${type}}`);
  if (period.length === 0) return "is_duplicate = 0";
  return `is_duplicate = 0 OR key_hash IN (
    SELECT argMin(key_hash, (first_seen, platform, job_key)) FROM ${table}
    WHERE group_id != 0 AND ${period.join(" AND ")} GROUP BY group_id HAVING min(is_duplicate) = 1)`;
}

/**
 * @param table the one that is read
 * @returns the condition of `job_facts` for these postings; `1` for all
 */
export function jobFilterSql(filter: JobFilter, table = "job_facts"): SqlCondition {
  const parts: string[] = [];
  const params: BoundParams = {};
  /** @returns the placeholder of a value */
  const bind = (name: string, type: string, value: BoundParams[string]): string => {
    params[`filter_${name}`] = value;
    return `{filter_${name}:${type}}`;
  };
  for (const [name, column] of Object.entries(FILTER_COLUMNS) as [keyof typeof FILTER_COLUMNS, string][]) {
    const values = filter[name];
    if (values?.length) parts.push(`${column} IN ${bind(name, "Array(String)", values)}`);
  }
  if (filter.keyword?.length) {
    parts.push(
      `key_hash IN (SELECT key_hash FROM job_keywords WHERE keyword IN ${bind("keyword", "Array(String)", filter.keyword)})`,
    );
  }
  // has() looks the skill up in the dictionary of each part; hasAll() would read the texts.
  for (const [index, skill] of (filter.skill ?? []).entries()) {
    parts.push(`has(skill_keys, ${skillKeySql(bind(`skill_${index}`, "String", skill))})`);
  }
  if (filter.salary_band?.length)
    parts.push(`${SALARY_BAND_SQL} IN ${bind("salary_band", "Array(String)", filter.salary_band)}`);
  if (filter.salary_from !== undefined)
    parts.push(`monthly_max >= ${bind("salary_from", "Float64", filter.salary_from)}`);
  if (filter.salary_to !== undefined)
    parts.push(`monthly_min <= ${bind("salary_to", "Float64", filter.salary_to)}`);
  parts.push(...periodSql(filter, bind));
  if (filter.duplicates === "exclude") parts.push(oncePerJobSql(filter, table));
  for (const [index, word] of wordsOf(filter.text ?? "").entries()) {
    parts.push(hasWordSql((name, value) => bind(name, "String", value), `word_${index}`, word));
  }
  return { sql: parts.length === 0 ? "1" : parts.map((part) => `(${part})`).join(" AND "), params };
}
