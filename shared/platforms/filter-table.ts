/**
 * Filter codes of the sites, as plain tables. A search over the site's cap is split by them (X6), so each table must
 * assign every posting to exactly one code: then the children of a query add up to it.
 * Districts are no table: their codes differ by city and come with the sites' dictionaries (X13). Many postings name no
 * district (29 % of 5,000 on 51job), and no search of a district shows them. So districts come last, when a part that no
 * table can split further is still over the cap, and the whole city is read beside them up to the cap.
 * A search of the whole country is split by its largest cities in the same way: a dictionary may lack a city, so cities
 * never stand for the whole country while a table is left. What those cities do not show is one part more, which is read up to
 * the cap, and not at all where they showed all.
 */

import type { CityPlace, FilterCodes } from "../contracts/dictionary.ts";
import type { DegreeLevel, ExperienceLevel } from "../contracts/levels.ts";
import type { FilterDimension, SearchFilters } from "../contracts/platform.ts";

/** The postings that a code selects. A level `null` selects postings that name none. */
export type FilterRule =
  | { by: "experience"; levels: readonly (ExperienceLevel | null)[] }
  | { by: "degree"; levels: readonly (DegreeLevel | null)[] }
  /** The middle of the monthly range, CNY, is in [from, below); `negotiable` selects postings without figures too. */
  | { by: "salary"; from: number; below: number; negotiable: boolean }
  /** The minimum head count of the company is in [from, below); `unknown` selects postings that name none. */
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

/** The fields of a posting that the rules read. */
export interface FilterSubject {
  experience: ExperienceLevel | null;
  degree: DegreeLevel | null;
  monthly_min: number | null;
  monthly_max: number | null;
  /** Minimum head count; optional, because a posting often names no size. */
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

type LowerBounds = readonly (readonly [code: string, label: string, from: number])[];

const below = (rows: LowerBounds, index: number) => rows[index + 1]?.[2] ?? Number.POSITIVE_INFINITY;

/**
 * Salary codes from their lower bounds, each up to the next one's. No site documents the code under which it lists a
 * negotiable posting; the lowest is assumed, and the coverage shows what that misses. Calls are marked as pure, so that
 * the dashboard's frame, which needs the platforms' names only, is built without them.
 */
export function salaryCodes(rows: LowerBounds): FilterCode[] {
  return rows.map(([code, label, from], index) => ({
    code,
    label,
    rule: { by: "salary", from, below: below(rows, index), negotiable: index === 0 },
  }));
}

/** Company size codes from their lower bounds; postings that name no size are assumed under the lowest, as above. */
export function sizeCodes(rows: LowerBounds): FilterCode[] {
  return rows.map(([code, label, from], index) => ({
    code,
    label,
    rule: { by: "size", from, below: below(rows, index), unknown: index === 0 },
  }));
}

/**
 * The filters of a query as the site's own parameters.
 * @param codes of the active dictionary, where they are others than the shipped ones
 */
export function filterParams(
  tables: readonly FilterTable[],
  filters: SearchFilters,
  codes: FilterCodes = {},
): [string, string][] {
  return tables.flatMap(({ dimension, param }): [string, string][] => {
    const code = filters[dimension];
    return code === undefined ? [] : [[param, codes[dimension]?.[code] ?? code]];
  });
}

/** Stands in the place of a district's code for the whole city, which also has the postings that name no district. */
export const WHOLE_CITY = "";
/** Stands in the place of a city's code for the whole country beside its largest cities. */
export const OTHER_CITIES = "";

/**
 * Whether a part is searched beside the parts of the same split for what these do not show: it shows theirs again, and
 * need not be read where they showed all.
 */
export const isRest = ({ city, district }: SearchFilters): boolean =>
  city === OTHER_CITIES || district === WHOLE_CITY;

/** What the active dictionary knows of the place of a search. */
export interface SplitPlace extends Pick<CityPlace, "cities"> {
  districts?: readonly { code: string }[];
}

/**
 * Splits a query into one child for each code of the first table whose dimension has no filter yet; when none is left, the
 * whole country by its largest cities, and a city by its districts. The last child of these is the whole of it again.
 * @param tables in the order of splitting; a table without codes for this city is skipped
 */
export function splitFilters(
  tables: readonly FilterTable[],
  filters: SearchFilters,
  city: string,
  place?: SplitPlace | null,
): SearchFilters[] {
  const largest = place?.cities?.largest ?? [];
  for (const { dimension, codes } of tables) {
    if (filters[dimension] !== undefined) continue;
    const usable = codes.filter(({ rule }) => rule.by !== "district" || rule.city === city);
    if (usable.length > 0) return usable.map(({ code }) => ({ ...filters, [dimension]: code }));
  }
  if (filters.city === undefined && largest.length > 0)
    return [...largest.map(({ code }) => code), OTHER_CITIES].map((code) => ({ ...filters, city: code }));
  const chosen = largest.find(({ code }) => code === filters.city);
  const districts = (filters.city === undefined ? place?.districts : chosen?.districts) ?? [];
  // A single district is the city again.
  if (filters.district !== undefined || districts.length < 2) return [];
  return [...districts.map(({ code }) => code), WHOLE_CITY].map((district) => ({ ...filters, district }));
}
