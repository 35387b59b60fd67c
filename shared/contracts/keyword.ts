/** Keywords, their runs, parts and events, as the ledger returns them and the API shows them. */
import { z } from "zod";
import { Channel, FilterDimension, KeywordState, Outcome, Platform } from "./platform.ts";

/**
 * Gives texts that look the same one spelling, so that they are one search: full-width letters of an input method,
 * accents that follow their letter, runs of spaces, and invisible characters of a copied text.
 */
const normalizeSpelling = (text: string) =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/ +/g, " ")
    .trim();

/** Printable, normalized, 1 to 100 characters: no site's search box takes more. */
export const KeywordText = z
  .string()
  .overwrite(normalizeSpelling)
  .min(1, "keyword is empty")
  .max(100, "keyword is longer than 100 characters")
  .regex(/^[^\p{Cc}]*$/u, "keyword holds control characters")
  // A lone surrogate cannot be stored in a database or sent in a URL.
  .regex(/^[^\p{Cs}]*$/u, "keyword holds characters that are no text");

/** The task priorities of B1: LOW 0, NORMAL 5, HIGH 8, URGENT 10. */
export const Priority = z.number().int().min(0).max(10);

export const NewKeyword = z.strictObject({
  platform: Platform,
  keyword: KeywordText,
  /** Common Chinese city name, for example 北京; 全国 is the whole country. */
  city: z.string().trim().min(1).max(40),
  channel: Channel.default("web"),
  priority: Priority.default(5),
});
export type NewKeyword = z.infer<typeof NewKeyword>;

export const KEYWORD_ACTIONS = [
  "pause",
  "resume",
  "retry",
  "restart",
  "skip",
  "run",
  "delete",
  "restore",
] as const;
export const KeywordAction = z.enum(KEYWORD_ACTIONS);
export type KeywordAction = z.infer<typeof KeywordAction>;

const Instant = z.number().int().describe("Unix time in milliseconds");

/** One partition of a run's search: the whole query, or one filter value of a split query (X6). */
export const RunPart = z.object({
  part: z.number().int().describe("Number within the run, from 0"),
  parent: z.number().int().nullable(),
  filters: z.partialRecord(FilterDimension, z.string()),
  state: z.enum(["open", "done", "split"]),
  /** The last saved page; `page + 1` is fetched next. */
  page: z.number().int(),
  /** Total the site reported for this part; null until its first page. */
  reported: z.number().int().nullable(),
  rows: z.number().int(),
});
export type RunPart = z.infer<typeof RunPart>;

export const KeywordRun = z.object({
  run_id: z.uuid(),
  started_at: Instant,
  finished_at: Instant.nullable(),
  pages: z.number().int(),
  /** Rows read from the pages, repeats included. */
  rows: z.number().int(),
  /** Distinct postings among `rows`. */
  distinct: z.number().int(),
  /** Rows without a key, or that could not be read. */
  invalid: z.number().int(),
  /** Total the site reported for the whole query; null until the first page. */
  reported: z.number().int().nullable(),
  early_stopped: z.boolean(),
});
export type KeywordRun = z.infer<typeof KeywordRun>;

export const Keyword = z.object({
  id: z.uuid(),
  platform: Platform,
  keyword: z.string(),
  city: z.string(),
  channel: Channel,
  priority: Priority,
  state: KeywordState,
  /** The keyword is not claimed before this time; null when nothing is planned. */
  due_at: Instant.nullable(),
  attempts: z.number().int().describe("Attempts since the last good end"),
  last_outcome: z.union([Outcome, z.literal("skipped"), z.literal("lease-expired")]).nullable(),
  last_error: z.string().nullable(),
  run: KeywordRun.nullable(),
  owner_id: z.string().nullable().describe("User who made it; null for one older than the users"),
  department_id: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
  deleted_at: Instant.nullable(),
});
export type Keyword = z.infer<typeof Keyword>;

/** One entry of the keyword's timeline, which says why it is in its state (X15). */
export const KeywordEvent = z.object({
  seq: z.number().int(),
  at: Instant,
  type: z
    .string()
    .describe("created, dispatched, claimed, page, split, yielded, lease-expired, done, failed, …"),
  run_id: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type KeywordEvent = z.infer<typeof KeywordEvent>;
