/** What a search of postings answers beside its filter: orders, facets and counts. */
import { z } from "zod";
import { DAY_MS } from "../time.ts";
import type { JobFilter } from "./job-filter.ts";
import { JOB_SORTS, type JobSort as Sort } from "./job-sorts.ts";

export const JobSort = z.enum(JOB_SORTS);
export type JobSort = Sort;

/** What a posting is sorted by. Times in Unix ms, amounts in CNY per month. */
interface SortedFields {
  first_seen: number;
  published_at: number | null;
  last_seen_day: string;
  monthly_min: number | null;
  monthly_max: number | null;
}

/** Above every salary, so that postings without one come last. */
export const NO_SALARY = 1e15;

/** The number that a posting is sorted by; equal ones are sorted by platform and key. */
export const sortValue: Readonly<Record<JobSort, (job: SortedFields) => number>> = {
  newest: (job) => job.first_seen,
  published: (job) => job.published_at ?? 0,
  last_seen: (job) => Date.parse(job.last_seen_day) / DAY_MS,
  salary_high: (job) => job.monthly_max ?? -1,
  salary_low: (job) => job.monthly_min ?? NO_SALARY,
};

/** Members of the filter whose values are counted. */
export const FACETS = [
  "platform",
  "city",
  "degree",
  "experience",
  "company_size",
  "company_type",
  "industry",
  "skill",
  "job_type",
  "state",
] as const satisfies readonly (keyof JobFilter)[];
export type Facet = (typeof FACETS)[number];

/** Values of a facet that are named; the others are counted together. */
export const MAX_FACET_VALUES = 50;

/** Postings are counted up to this number unless the exact one is asked for. */
export const MAX_COUNTED = 10_000;

export const FacetCounts = z.object({
  values: z
    .array(z.object({ value: z.string(), count: z.number().int() }))
    .describe(`The ${MAX_FACET_VALUES} values of most postings`),
  other_values: z.number().int().describe("Values that are not listed"),
  other_count: z.number().int().describe("Postings of those values, each once per value"),
});
export type FacetCounts = z.infer<typeof FacetCounts>;

export interface JobCount {
  value: number;
  /** False where there are more than `value`. */
  exact: boolean;
}
