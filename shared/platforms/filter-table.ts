/**
 * Filter codes of the sites, as plain tables. By them a search at the site's cap is split (X6), so each table
 * must place every posting under exactly one code: then the children of a query add up to it.
 * Districts have no table yet: their codes differ by city and come with the sites' dictionaries (X13).
 */

import type { DegreeLevel, ExperienceLevel } from "../contracts/levels.ts";
import type { FilterDimension, SearchFilters } from "../contracts/platform.ts";

/** Which postings a code stands for. `null` among levels: the posting does not say. */
export type FilterRule =
  | { by: "experience"; levels: readonly (ExperienceLevel | null)[] }
  | { by: "degree"; levels: readonly (DegreeLevel | null)[] }
  /** Middle of the monthly range, CNY, in [from, below); `negotiable` takes the postings without figures too. */
  | { by: "salary"; from: number; below: number; negotiable: boolean }
  /** Least head count of the company in [from, below); `unknown` takes the postings that do not say. */
  | { by: "size"; from: number; below: number; unknown: boolean }
  | { by: "district"; city: string; district: string };

export interface FilterCode {
  code: string;
  label: string;
  rule: FilterRule;
}

export interface FilterTable {
  dimension: FilterDimension;
  /** Query parameter or body field that takes the code. */
  param: string;
  codes: readonly FilterCode[];
}

/** What of a posting the rules look at. */
export interface FilterSubject {
  experience: ExperienceLevel | null;
  degree: DegreeLevel | null;
  monthly_min: number | null;
  monthly_max: number | null;
  /** Least head count; optional, since a posting often names no size. */
  company_size_min?: number | null;
  city: string | null;
  district: string | null;
}

export function matchesRule(rule: FilterRule, posting: FilterSubject): boolean {
  switch (rule.by) {
    case "experience":
      return rule.levels.includes(posting.experience);
    case "degree":
      return rule.levels.includes(posting.degree);
    case "district":
      return posting.city === rule.city && posting.district === rule.district;
    case "size": {
      const heads = posting.company_size_min ?? null;
      return heads === null ? rule.unknown : heads >= rule.from && heads < rule.below;
    }
    case "salary": {
      const low = posting.monthly_min ?? posting.monthly_max;
      const high = posting.monthly_max ?? posting.monthly_min;
      if (low === null || high === null) return rule.negotiable;
      const middle = (low + high) / 2;
      return middle >= rule.from && middle < rule.below;
    }
  }
}

type Borders = readonly (readonly [code: string, label: string, from: number])[];

const below = (rows: Borders, index: number) => rows[index + 1]?.[2] ?? Number.POSITIVE_INFINITY;

/**
 * Salary codes from their borders, each up to the next one's `from`. No site documents under which code it
 * files a negotiable posting; the lowest is assumed, and the coverage meter shows what that misses.
 */
export function salaryCodes(rows: Borders): FilterCode[] {
  return rows.map(([code, label, from], index) => ({
    code,
    label,
    rule: { by: "salary", from, below: below(rows, index), negotiable: index === 0 },
  }));
}

/** Company size codes from their borders; postings that name no size are assumed under the lowest, as above. */
export function sizeCodes(rows: Borders): FilterCode[] {
  return rows.map(([code, label, from], index) => ({
    code,
    label,
    rule: { by: "size", from, below: below(rows, index), unknown: index === 0 },
  }));
}

/** The filters of a query as the site's own parameters. */
export function filterParams(tables: readonly FilterTable[], filters: SearchFilters): [string, string][] {
  return tables.flatMap(({ dimension, param }): [string, string][] => {
    const code = filters[dimension];
    return code === undefined ? [] : [[param, code]];
  });
}

/**
 * Children of a query: one per code of the first table whose dimension is not filtered yet.
 * @param tables in the order of splitting; a table without codes for this city is passed over
 */
export function splitFilters(
  tables: readonly FilterTable[],
  filters: SearchFilters,
  city: string,
): SearchFilters[] {
  for (const { dimension, codes } of tables) {
    if (filters[dimension] !== undefined) continue;
    const usable = codes.filter(({ rule }) => rule.by !== "district" || rule.city === city);
    if (usable.length > 0) return usable.map(({ code }) => ({ ...filters, [dimension]: code }));
  }
  return [];
}
