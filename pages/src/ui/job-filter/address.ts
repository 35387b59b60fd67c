/**
 * A filter of postings in the address of a page, in the form of `filterQuery`. The schema itself is not used, because
 * lists load no zod; the test compares both.
 */
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JOB_STATES } from "../../../../shared/contracts/job-life.ts";
import {
  COMPANY_SIZES,
  DEGREE_LEVELS,
  EXPERIENCE_LEVELS,
  SALARY_BANDS,
} from "../../../../shared/contracts/levels.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { DUPLICATES, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { MAX_QUERY_CHARS, MAX_QUERY_WORDS, wordsOf } from "../../../../shared/domain/job-words.ts";
import { readDay, readOneOf, readText } from "../../routes/search-values.ts";

/** Values of one member, letters of one value, and CNY: the bounds of the API. */
const MAX_VALUES = 50;
const MAX_WORD = 100;
const MAX_SALARY = 10_000_000;

/** @param known the words that the member may have; any short text without */
const readList =
  <Value extends string>(known?: readonly Value[]) =>
  (raw: unknown): Value[] | undefined => {
    const values = [raw ?? []]
      .flat()
      .map(readText)
      .filter((value) => value !== undefined)
      .filter((value): value is Value => (known ? known.includes(value as Value) : value.length <= MAX_WORD));
    return values.length === 0 ? undefined : [...new Set(values)].slice(0, MAX_VALUES);
  };

function readSalary(raw: unknown): number | undefined {
  const text = readText(raw);
  const amount = Number(text);
  return text !== undefined && amount >= 0 && amount <= MAX_SALARY ? amount : undefined;
}

function readWords(raw: unknown): string | undefined {
  const text = readText(raw)?.slice(0, MAX_QUERY_CHARS).trim();
  const words = wordsOf(text ?? "");
  return words.length > 0 && words.length <= MAX_QUERY_WORDS ? text : undefined;
}

/** The members are shown in this order, and a link has them in it too. */
const READERS = {
  platform: readList(PLATFORMS),
  keyword: readList(),
  city: readList(),
  district: readList(),
  degree: readList(DEGREE_LEVELS),
  experience: readList(EXPERIENCE_LEVELS),
  industry: readList(),
  company_size: readList(COMPANY_SIZES),
  company_type: readList(),
  company_key: readList(),
  company_id: readList(),
  company: readList(),
  skill: readList(),
  job_type: readList(),
  state: readList(JOB_STATES),
  salary_band: readList(SALARY_BANDS),
  salary_from: readSalary,
  salary_to: readSalary,
  from: readDay,
  to: readDay,
  new_from: readDay,
  duplicates: (raw) => readOneOf(raw, DUPLICATES),
  text: readWords,
} satisfies { [Name in keyof JobFilter]-?: (raw: unknown) => JobFilter[Name] };

export type FilterName = keyof JobFilter;
/** Members that are lists of values. */
export type ListName = {
  [Name in FilterName]-?: NonNullable<JobFilter[Name]> extends string[] ? Name : never;
}[FilterName];

export const FILTER_NAMES = Object.keys(READERS) as FilterName[];

/** Reads the filter among other search parameters; what a filter cannot have is left out. */
export const readJobFilter = (raw: Record<string, unknown>): JobFilter =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = READERS[name](raw[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as JobFilter;

/** A single value of a filter, which can be taken off by itself. */
export interface FilterPart {
  name: FilterName;
  value: string | number;
}

export const partsOf = (filter: JobFilter): FilterPart[] =>
  FILTER_NAMES.flatMap((name) => [filter[name] ?? []].flat().map((value) => ({ name, value })));

/** @returns the change that takes one value off, for a router's search */
export function withoutPart(filter: JobFilter, { name, value }: FilterPart): Partial<JobFilter> {
  const given = filter[name];
  const rest = Array.isArray(given) ? given.filter((other) => other !== value) : [];
  return { [name]: rest.length === 0 ? undefined : rest };
}

/** Reads which posting or company is open, `platform:key`. The key itself may have colons. */
export function readPlatformKey(raw: unknown): { platform: Platform; key: string } | undefined {
  const [first, ...rest] = (readText(raw) ?? "").split(":");
  const platform = readOneOf(first, PLATFORMS);
  return platform && rest.length > 0 ? { platform, key: rest.join(":") } : undefined;
}
