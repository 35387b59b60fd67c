/** Figures by plain loops over rows, without SQL and without the product's own rules of figures. */
import { expect } from "vitest";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { companyIdOf, type MarketPosting } from "./market.ts";

/** A posting as the figures should see it: the list's row with what its own page adds. */
export interface Plain {
  platform: string;
  key: string;
  city: string | null;
  district: string | null;
  experience: string | null;
  degree: string | null;
  industry: string | null;
  company: string | null;
  company_id: string;
  company_size: string | null;
  company_type: string | null;
  job_type: string | null;
  /** Skills of the dictionary; before the refresh, the listed ones. */
  skills: string[];
  /** Skills as the site lists them, each once. */
  listed: string[];
  keywords: string[];
  salaryText: string | null;
  min: number | null;
  max: number | null;
  yearMin: number | null;
  yearMax: number | null;
  hasMonths: boolean;
  unread: readonly string[];
  firstDay: string;
  lastDay: string;
  firstSeen: number;
}

const HOURS_AHEAD = 8;
export const dayOf = (ms: number): string =>
  new Date(ms + HOURS_AHEAD * 3_600_000).toISOString().slice(0, 10);
export const small = (text: string): string => text.normalize("NFKC").toLowerCase();

export function plain({ job, detail, keywords, firstSeen, lastSeen }: MarketPosting): Plain {
  const skills: string[] = [];
  for (const skill of detail?.skills?.length ? detail.skills : job.skills) {
    if (!skills.some((known) => small(known) === small(skill))) skills.push(skill);
  }
  const yearly = job.salary_period === "year";
  const year = (own: number | null, month: number | null) =>
    yearly ? own : month === null ? null : month * (job.salary_months ?? 12);
  return {
    platform: job.platform,
    key: job.job_key,
    city: job.city,
    district: job.district,
    experience: job.experience,
    degree: job.degree,
    industry: job.industry,
    company: job.company_name,
    company_id: companyIdOf(job.company_key),
    company_size: job.company_size,
    company_type: job.company_type,
    job_type: job.job_type,
    skills,
    listed: skills,
    keywords,
    salaryText: job.salary_text,
    min: job.monthly_min,
    max: job.monthly_max,
    yearMin: year(job.salary_min, job.monthly_min),
    yearMax: year(job.salary_max, job.monthly_max),
    hasMonths: yearly || job.salary_months !== null,
    unread: job.unread,
    firstDay: dayOf(firstSeen),
    lastDay: dayOf(lastSeen),
    firstSeen,
  };
}

export const middle = (row: Plain): number | null =>
  row.min === null || row.max === null ? null : row.min / 2 + row.max / 2;

export function band(row: Plain): string | null {
  const value = middle(row);
  if (value === null) return null;
  const ends = [3000, 5000, 8000, 10_000, 15_000, 20_000, 30_000, 50_000];
  const at = ends.findIndex((end) => value < end);
  if (at < 0) return "50000+";
  return `${at === 0 ? 0 : ends[at - 1]}-${ends[at]}`;
}

const among = (values: readonly string[] | undefined, own: string | null) =>
  !values?.length || (own !== null && values.includes(own));

/** Whether a posting belongs to a filter; `text` is not read here. */
export function belongs(filter: JobFilter, row: Plain): boolean {
  return (
    among(filter.platform, row.platform) &&
    (!filter.keyword?.length || filter.keyword.some((keyword) => row.keywords.includes(keyword))) &&
    among(filter.city, row.city) &&
    among(filter.district, row.district) &&
    among(filter.degree, row.degree) &&
    among(filter.experience, row.experience) &&
    among(filter.industry, row.industry) &&
    among(filter.company_size, row.company_size) &&
    among(filter.company_type, row.company_type) &&
    among(filter.company, row.company) &&
    among(filter.company_id, row.company_id) &&
    among(filter.job_type, row.job_type) &&
    among(filter.salary_band, band(row)) &&
    (filter.skill ?? []).every((wanted) => row.skills.some((own) => small(own) === small(wanted))) &&
    (filter.salary_from === undefined || (row.max !== null && row.max >= filter.salary_from)) &&
    (filter.salary_to === undefined || (row.min !== null && row.min <= filter.salary_to)) &&
    (filter.from === undefined || row.lastDay >= filter.from) &&
    (filter.to === undefined || row.firstDay <= filter.to) &&
    (filter.new_from === undefined || row.firstDay >= filter.new_from)
  );
}

/** Values that a posting has of a dimension. */
export function valuesOf(row: Plain, dimension: string): string[] {
  if (dimension === "skill") return row.skills.map(small);
  if (dimension === "keyword") return row.keywords;
  const value =
    dimension === "salary_band"
      ? band(row)
      : dimension === "district"
        ? row.district && `${row.city}/${row.district}`
        : (row as unknown as Record<string, string | null>)[dimension];
  return value === null || value === undefined ? [] : [value];
}

export function tally(rows: readonly Plain[], dimension: string): Map<string, Plain[]> {
  const groups = new Map<string, Plain[]>();
  for (const row of rows) {
    for (const value of valuesOf(row, dimension)) {
      const group = groups.get(value);
      if (group) group.push(row);
      else groups.set(value, [row]);
    }
  }
  return groups;
}

/** Groups by a dimension; by keyword only those that the filter names. */
export const groupsOf = (own: Plain[], dimension: string, filter: JobFilter) =>
  new Map(
    [...tally(own, dimension)].filter(
      ([value]) => dimension !== "keyword" || !filter.keyword || filter.keyword.includes(value),
    ),
  );

export const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** Percentile with linear interpolation between the two nearest ranks. @param level 0 to 1 */
export function percentile(values: readonly (number | null)[], level: number): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((one, other) => one - other);
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * level;
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low + (high - low) * (place - Math.floor(place));
}

export const isNegotiable = (row: Plain): boolean =>
  row.salaryText !== null && row.min === null && row.max === null && !row.unread.includes("salary");

/** A salary cell in the shape of the answer. */
export function cell(rows: readonly Plain[]) {
  const quantiles = (read: (row: Plain) => number | null) => {
    const values = rows.map(read);
    const at = (level: number) => percentile(values, level);
    const n = values.filter((value) => value !== null).length;
    return { n, p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) };
  };
  const both = (one: number | null, other: number | null) =>
    one === null || other === null ? null : (one + other) / 2;
  const named = rows.filter((row) => row.min !== null || row.max !== null);
  return {
    n: rows.length,
    with_salary: named.length,
    negotiable: rows.filter(isNegotiable).length,
    unread: rows.filter((row) => row.unread.includes("salary")).length,
    few: named.length < 30,
    assumed_months: named.filter((row) => !row.hasMonths).length,
    month: {
      minimum: quantiles((row) => row.min),
      maximum: quantiles((row) => row.max),
      midpoint: quantiles((row) => both(row.min, row.max)),
    },
    year: {
      minimum: quantiles((row) => row.yearMin),
      maximum: quantiles((row) => row.yearMax),
      midpoint: quantiles((row) => both(row.yearMin, row.yearMax)),
    },
  };
}

/** Matches the same value with numbers that differ by less than 5 cents: the last digits of two calculations. */
export function near(value: unknown): unknown {
  if (typeof value === "number") return expect.closeTo(value, 1);
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, near(one)]));
}
