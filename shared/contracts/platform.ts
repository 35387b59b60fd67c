/**
 * The closed vocabulary of the crawl: platforms, channels, data types, outcomes and keyword states.
 * Everything else in `shared/contracts` builds on these names.
 */
import { z } from "zod";

/**
 * Append only: a stored keyword id encodes the position of its platform (`shared/domain/keyword-id.ts`), so the
 * order is a storage format.
 */
export const PLATFORMS = ["boss", "qcwy", "zhilian"] as const;
export const Platform = z.enum(PLATFORMS);
export type Platform = z.infer<typeof Platform>;

/** A record with one value for each platform. @param make takes the platform and its position in `PLATFORMS` */
export const byPlatform = <T>(make: (platform: Platform, index: number) => T): Record<Platform, T> =>
  Object.fromEntries(PLATFORMS.map((platform, index) => [platform, make(platform, index)])) as Record<
    Platform,
    T
  >;

export const CHANNELS = ["web", "mini", "app"] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** `job`: a posting as a list shows it. `job_detail`: the posting's own page. `company`: the company's own page. */
export const DATA_TYPES = ["job", "company", "job_detail"] as const;
export const DataType = z.enum(DATA_TYPES);
export type DataType = z.infer<typeof DataType>;

/**
 * The meaning of one answer of a platform (X5). `ok`, `true-zero` and `past-end` are good ends; `throttled`,
 * `network` and `server` are retried; `blocked` and `login-needed` park the work until a person acts and open the
 * breaker; `schema-drift` stores the page and parks the work until a developer has changed the parser.
 */
export const OUTCOMES = [
  "ok",
  "true-zero",
  "past-end",
  "blocked",
  "login-needed",
  "throttled",
  "schema-drift",
  "network",
  "server",
] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

/** States of a keyword (A2). */
export const KEYWORD_STATES = [
  "pending",
  "queued",
  "running",
  "partial",
  "done",
  "failed",
  "blocked",
  "paused",
] as const;
export const KeywordState = z.enum(KEYWORD_STATES);
export type KeywordState = z.infer<typeof KeywordState>;

/**
 * Filters by which a search over the site's cap is split (X6). `size` is the company's: a whole-country search on
 * Boss is still over the cap after it is split by experience, degree and salary.
 */
const FILTER_DIMENSIONS = ["district", "experience", "degree", "salary", "size"] as const;
export const FilterDimension = z.enum(FILTER_DIMENSIONS);
export type FilterDimension = z.infer<typeof FilterDimension>;

/** Filter dimension -> the platform's own code for it. */
export type SearchFilters = Partial<Record<FilterDimension, string>>;
