/**
 * Groups of columns that the rows of every platform have, read from the platform's texts by the domain rules. A text that
 * cannot be read stays in its column, and the name of the group is added to `unread`.
 */
import { BoundedMap } from "../bounded-map.ts";
import { cityName, parsePlace } from "../domain/city.ts";
import { parseCompanySize } from "../domain/company-size.ts";
import { parseCreditCode } from "../domain/credit-code.ts";
import { parseDate } from "../domain/date.ts";
import { parseDegree } from "../domain/degree.ts";
import { parseExperience } from "../domain/experience.ts";
import { parseMonths, parseSalary } from "../domain/salary.ts";
import type { CompanyProfile } from "../tables/companies.ts";
import type { JobPosting } from "../tables/jobs.ts";
import { hasLargeKey } from "./key-problem.ts";
import { type Fields, flag, label, labelOrUnexpected, number, texts, unexpectedType } from "./read.ts";

/** Texts remembered per rule; a platform uses a few hundred of each kind, over and over. */
const MAX_REMEMBERED = 1000;
/** A longer text rarely occurs twice. */
const MAX_REMEMBERED_LENGTH = 60;

/** Caches the results of a pure function by text. */
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new BoundedMap<string, T>(MAX_REMEMBERED);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = read(text);
    if (text.length <= MAX_REMEMBERED_LENGTH) known.set(text, now);
    return now;
  };
}

const readSalary = remembered(parseSalary);
const readExperience = remembered(parseExperience);
const readDegree = remembered(parseDegree);
const readCompanySize = remembered(parseCompanySize);
const readPlace = remembered(parsePlace);
/** `cityName` with a cache. */
export const readCityName = remembered(cityName);

/** Adds `name` to `unread` when there is a text that could not be read. */
function note(unread: string[], name: string, text: string | null, read: unknown): void {
  if (text !== null && (read === null || read === undefined)) unread.push(name);
}

/** A text as the platform sent it; a value of another type as JSON. */
export function textColumn(column: string, fields: Fields, names: string[], unread: string[]): string | null {
  const found = label(fields, ...names);
  if (found !== null) return found;
  const kept = unexpectedType(fields, ...names);
  if (kept !== null) unread.push(column);
  return kept;
}

/** The company's key; one that came as an inexact number is named in `unread`, for the company is not stored then. */
export function companyKeyColumn(
  raw: unknown,
  keyOf: (raw: unknown) => string | null,
  unread: string[],
): string | null {
  if (hasLargeKey(raw, keyOf)) unread.push("company_key");
  return keyOf(raw);
}

/** A name that the site has cut to the width of its page: 深圳某某网络科技有... */
const isCut = (name: string) => name.endsWith("..") || name.endsWith("…");

/**
 * A company's name. A cut one is kept as text where no full one is known, and named in `unread` in any case.
 * @param names fields of the name in question, the preferred first
 * @param others fields that may hold it in full
 */
export function nameColumn(
  column: string,
  fields: Fields,
  names: string[],
  others: string[],
  unread: string[],
): string | null {
  const name = textColumn(column, fields, names, unread);
  if (name === null || !isCut(name)) return name;
  if (!unread.includes(column)) unread.push(column);
  const full = [...names, ...others].map((field) => label(fields, field)).find((one) => one && !isCut(one));
  return full ?? name;
}

/** Texts as the platform sent them; an item of another type as JSON. */
export function listColumn(column: string, fields: Fields, names: string[], unread: string[]): string[] {
  const list = texts(fields, ...names);
  if (list.hasUnexpectedType) unread.push(column);
  return list.texts;
}

export function flagColumn(column: string, fields: Fields, name: string, unread: string[]): boolean | null {
  const value = flag(fields, name);
  if (value === null && labelOrUnexpected(fields, name) !== null) unread.push(column);
  return value;
}

/** @param monthsText months of pay from a field of their own; those in the salary text take precedence */
export function salaryColumns(text: string | null, unread: string[], monthsText: string | null = null) {
  const salary = text === null ? null : readSalary(text);
  note(unread, "salary", text, salary);
  // The platforms send 0 for none.
  const monthsSaid = monthsText === "0" ? null : monthsText;
  const ownMonths = monthsSaid === null ? null : parseMonths(monthsSaid);
  const months = salary?.months ?? ownMonths;
  const hasUnreadMonths = salary?.hasUnreadMonths === true || (monthsSaid !== null && ownMonths === null);
  if (months === null && hasUnreadMonths) unread.push("salary_months");
  return {
    salary_text: text,
    salary_min: salary?.min ?? null,
    salary_max: salary?.max ?? null,
    salary_period: salary?.period ?? null,
    salary_months: months,
    monthly_min: salary?.monthlyMin ?? null,
    monthly_max: salary?.monthlyMax ?? null,
  } satisfies Partial<JobPosting>;
}

export function experienceColumns(text: string | null, unread: string[]) {
  const experience = text === null ? null : readExperience(text);
  note(unread, "experience", text, experience);
  return {
    experience_text: text,
    experience: experience?.level ?? null,
    experience_min_years: experience?.minYears ?? null,
    experience_max_years: experience?.maxYears ?? null,
  } satisfies Partial<JobPosting>;
}

export function degreeColumns(text: string | null, unread: string[]) {
  const degree = text === null ? null : readDegree(text);
  note(unread, "degree", text, degree);
  return { degree_text: text, degree } satisfies Partial<JobPosting>;
}

export function sizeColumns(text: string | null, unread: string[]) {
  const headcount = text === null ? null : readCompanySize(text);
  note(unread, "company_size", text, headcount);
  return {
    company_size_text: text,
    company_size: headcount?.size ?? null,
    company_size_min: headcount?.min ?? null,
    company_size_max: headcount?.max ?? null,
  } satisfies Partial<CompanyProfile>;
}

/** A code with a wrong check character is named in `unread` and stays in the raw row only: a column of codes holds codes. */
export function creditCodeColumn(fields: Fields, names: string[], unread: string[]): string | null {
  const said = labelOrUnexpected(fields, ...names);
  const code = said === null ? null : parseCreditCode(said);
  note(unread, "credit_code", said, code);
  return code;
}

/** @param own district and business area from fields of their own; they take precedence over those in the text */
export function placeColumns(
  text: string | null,
  own: { district: string | null; businessArea: string | null },
  unread: string[],
) {
  const place = text === null ? null : readPlace(text);
  if (place && !place.known) unread.push("city");
  return {
    city: place?.city ?? null,
    district: own.district ?? place?.district ?? null,
    business_area: own.businessArea ?? place?.businessArea ?? null,
  } satisfies Partial<JobPosting>;
}

/**
 * Reads a date to Unix ms.
 * @param collectedAt Unix ms against which a date without a year and a relative one are read; without it they stay unread
 */
export function dateColumn(
  name: string,
  text: string | null,
  unread: string[],
  collectedAt: number | undefined,
): number | null {
  // The platforms send 0 for an unknown date.
  const said = text === "0" ? null : text;
  const at = said === null ? null : parseDate(said, collectedAt);
  note(unread, name, said, at);
  return at;
}

/** Coordinates as sent, in the platform's own system. The platforms send 0,0 for an unknown place. */
export function pointColumns<System extends "GCJ-02" | "BD-09">(
  fields: Fields,
  names: { lon: string; lat: string },
  system: System,
  unread: string[],
) {
  const lon = number(fields, names.lon);
  const lat = number(fields, names.lat);
  if (lon !== null && lat !== null && isPoint(lon, lat)) return { lon, lat, coordinate_system: system };
  const said = (value: number | null, name: string) =>
    value === null ? labelOrUnexpected(fields, name) !== null : value !== 0;
  if (said(lon, names.lon) || said(lat, names.lat)) unread.push("coordinates");
  return { lon: null, lat: null, coordinate_system: null };
}

/** True for coordinates within the globe other than 0,0. */
function isPoint(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && !(lon === 0 && lat === 0);
}

/** An address without its query, which contains tracking of one visit; null for anything but an http address. */
export function plainUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = text.startsWith("//") ? `https:${text}` : text;
  return /^https?:\/\//i.test(url) ? (url.split(/[?#]/)[0] ?? null) : null;
}
