/**
 * Groups of columns that every platform's rows share, read from the platform's texts by the domain rules.
 * A text that cannot be read stays in its column, and the group's name goes into `unread`.
 */
import type { CompanyProfile, JobPosting } from "../contracts/rows.ts";
import { parsePlace } from "../domain/city.ts";
import { parseCompanySize } from "../domain/company-size.ts";
import { parseDate } from "../domain/date.ts";
import { parseDegree } from "../domain/degree.ts";
import { parseExperience } from "../domain/experience.ts";
import { parseSalary } from "../domain/salary.ts";

/** Notes `name` when there was a text and nothing came of it. */
function note(unread: string[], name: string, text: string | null, read: unknown): void {
  if (text !== null && (read === null || read === undefined)) unread.push(name);
}

export function salaryColumns(text: string | null, unread: string[]) {
  const salary = text === null ? null : parseSalary(text);
  note(unread, "salary", text, salary);
  return {
    salary_text: text,
    salary_min: salary?.min ?? null,
    salary_max: salary?.max ?? null,
    salary_period: salary?.period ?? null,
    salary_months: salary?.months ?? null,
    monthly_min: salary?.monthlyMin ?? null,
    monthly_max: salary?.monthlyMax ?? null,
  } satisfies Partial<JobPosting>;
}

export function experienceColumns(text: string | null, unread: string[]) {
  const experience = text === null ? null : parseExperience(text);
  note(unread, "experience", text, experience);
  return {
    experience_text: text,
    experience: experience?.level ?? null,
    experience_min_years: experience?.minYears ?? null,
    experience_max_years: experience?.maxYears ?? null,
  } satisfies Partial<JobPosting>;
}

export function degreeColumns(text: string | null, unread: string[]) {
  const degree = text === null ? null : parseDegree(text);
  note(unread, "degree", text, degree);
  return { degree_text: text, degree } satisfies Partial<JobPosting>;
}

export function sizeColumns(text: string | null, unread: string[]) {
  const headcount = text === null ? null : parseCompanySize(text);
  note(unread, "company_size", text, headcount);
  return {
    company_size_text: text,
    company_size: headcount?.size ?? null,
    company_size_min: headcount?.min ?? null,
    company_size_max: headcount?.max ?? null,
  } satisfies Partial<CompanyProfile>;
}

/** @param own district and business area where the platform sends them apart; they win over the text's */
export function placeColumns(
  text: string | null,
  own: { district: string | null; businessArea: string | null },
  unread: string[],
) {
  const place = text === null ? null : parsePlace(text);
  if (place && !place.known) unread.push("city");
  return {
    city: place?.city ?? null,
    district: own.district ?? place?.district ?? null,
    business_area: own.businessArea ?? place?.businessArea ?? null,
  } satisfies Partial<JobPosting>;
}

/** Unix ms. */
export function dateColumn(name: string, text: string | null, unread: string[]): number | null {
  const at = text === null ? null : parseDate(text);
  note(unread, name, text, at);
  return at;
}

/** Coordinates as given, in the platform's own system. 0,0 and what lies outside the globe is no place. */
export function pointColumns<System extends "GCJ-02" | "BD-09">(
  lon: number | null,
  lat: number | null,
  system: System,
) {
  const real = lon !== null && lat !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return real && !(lon === 0 && lat === 0)
    ? { lon, lat, coordinate_system: system }
    : { lon: null, lat: null, coordinate_system: null };
}

/** An address without its query, which carries tracking of the one visit; null for what is no http address. */
export function plainUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = text.startsWith("//") ? `https:${text}` : text;
  return /^https?:\/\//.test(url) ? (url.split(/[?#]/)[0] ?? null) : null;
}

/** A company as far as its platform tells nothing more. */
export function emptyCompany(): Omit<CompanyProfile, "platform" | "company_key"> {
  return {
    name: null,
    full_name: null,
    company_type: null,
    company_stage: null,
    company_size_text: null,
    company_size: null,
    company_size_min: null,
    company_size_max: null,
    industry: null,
    logo: null,
    url: null,
    city: null,
    address: null,
    description: null,
    lon: null,
    lat: null,
    coordinate_system: null,
    unread: [],
  };
}
