/**
 * Which postings: the one filter of search, figures, coverage and exports, in the query string and in the URL of the
 * dashboard. Values of one member are alternatives, members narrow each other.
 */
import { z } from "zod";
import { MAX_QUERY_CHARS, MAX_QUERY_WORDS, wordsOf } from "../domain/job-words.ts";
import { JOB_STATES } from "./job-life.ts";
import { COMPANY_SIZES, DEGREE_LEVELS, EXPERIENCE_LEVELS, SALARY_BANDS } from "./levels.ts";
import { Platform } from "./platform.ts";
import { DUPLICATES } from "./vocabulary.ts";

/** Values that one member takes at most. */
export const MAX_FILTER_VALUES = 50;

/** A query string gives one value alone, and several as a list. */
export const asList = (given: unknown): unknown =>
  given === undefined || Array.isArray(given) ? given : [given];

/** A member that may be repeated: `city=上海&city=北京`. A repeated value counts once. */
const anyOf = <Schema extends z.ZodType<string>>(value: Schema, meaning: string) =>
  z
    .preprocess(
      asList,
      z
        .array(value)
        .max(MAX_FILTER_VALUES)
        .transform((values) => [...new Set(values)]),
    )
    .optional()
    .describe(meaning);
const word = z.string().trim().min(1).max(100);
const amount = z.coerce.number().min(0).max(10_000_000).optional();

export const JOB_FILTER_SHAPE = {
  platform: anyOf(Platform, "Site that the posting is from"),
  keyword: anyOf(word, "Keyword whose search found the posting, as it is searched"),
  city: anyOf(word, "City of the work place, common name"),
  district: anyOf(word, "District of the city"),
  degree: anyOf(z.enum(DEGREE_LEVELS), "Lowest degree wanted"),
  experience: anyOf(z.enum(EXPERIENCE_LEVELS), "Experience wanted, in years"),
  industry: anyOf(word, "Industry of the company, as the platform names it"),
  company_size: anyOf(z.enum(COMPANY_SIZES), "People employed"),
  company_type: anyOf(word, "Ownership of the company, as the platform names it"),
  company_key: anyOf(word, "Id of the company on its platform; say the platform too"),
  company_id: anyOf(word, "Id of the company over all platforms, its branches apart"),
  company: anyOf(word, "Name of the company in the posting"),
  skill: anyOf(word, "Skill that the posting lists; of several the posting has all"),
  job_type: anyOf(word, "Full-time, part-time and so on, as the platform names it"),
  state: anyOf(z.enum(JOB_STATES), "closed: a complete crawl of a search that showed it did not; else open"),
  salary_band: anyOf(z.enum(SALARY_BANDS), "CNY per month, of the middle of the salary's range"),
  salary_from: amount.describe("CNY per month: postings whose salary reaches at least this"),
  salary_to: amount.describe("CNY per month: postings whose salary begins at this or below"),
  from: z.iso.date().optional().describe("Day of China: postings last seen on it or later"),
  to: z.iso.date().optional().describe("Day of China: postings first seen on it or earlier"),
  new_from: z.iso.date().optional().describe("Day of China: postings first seen on it or later"),
  duplicates: z
    .enum(DUPLICATES)
    .optional()
    .describe(
      "Postings that are the same job as one seen before: include or exclude them. Left out: a list has them, a figure has not",
    ),
  text: z
    .string()
    .trim()
    .min(1, { abort: true })
    .max(MAX_QUERY_CHARS)
    .refine((text) => wordsOf(text).length > 0, "holds no word to search for")
    .refine((text) => wordsOf(text).length <= MAX_QUERY_WORDS, `holds more than ${MAX_QUERY_WORDS} words`)
    .optional()
    .describe('Words in title, company, skills or text; words are AND, "quotes" a phrase'),
} as const;

/** The parts of a query string are read by it; a route adds its own members. */
export const JobFilter = z.strictObject(JOB_FILTER_SHAPE);
export type JobFilter = z.infer<typeof JobFilter>;

/** Names of the members, in the order in which they are shown. */
export const JOB_FILTER_NAMES = Object.keys(JOB_FILTER_SHAPE) as (keyof JobFilter)[];

/** Whether the filter asks for everything. */
export const isEmptyFilter = (filter: JobFilter): boolean =>
  JOB_FILTER_NAMES.every((name) => {
    const value = filter[name];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  });

/** @returns a query string without `?`, with the members in their order, so that equal filters give equal links */
export function filterQuery(filter: JobFilter): string {
  const query = new URLSearchParams();
  for (const name of JOB_FILTER_NAMES) {
    for (const value of [filter[name] ?? []].flat()) query.append(name, String(value));
  }
  return query.toString();
}
