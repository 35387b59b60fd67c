/** Keywords, their runs, parts and events, as the ledger answers them and the API shows them. */
import { z } from "zod";
import { Channel, FilterDimension, KeywordState, Outcome, Platform } from "./platform.ts";

/**
 * One spelling for what looks the same, so that it is one search: full-width letters of an input method, accents
 * that follow their letter, runs of spaces, and invisible characters that came along with a copied text.
 */
const oneSpelling = (text: string) =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/ +/g, " ")
    .trim();

/** Printable, in one spelling, 1 to 100 characters: the longest a site's search box takes. */
export const KeywordText = z
  .string()
  .overwrite(oneSpelling)
  .min(1, "keyword is empty")
  .max(100, "keyword is longer than 100 characters")
  .regex(/^[^\p{Cc}]*$/u, "keyword holds control characters")
  // Half a surrogate pair: no URL and no database can hold it.
  .regex(/^[^\p{Cs}]*$/u, "keyword holds characters that are no text");

/** Priorities are the task priorities of B1: LOW 0, NORMAL 5, HIGH 8, URGENT 10. */
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
  /** The last page saved; the next to fetch is `page + 1`. */
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
  /** Rows read off the pages, repeats included. */
  rows: z.number().int(),
  /** Different postings among them. */
  distinct: z.number().int(),
  /** Rows that held no key or could not be read. */
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
  /** Work is not picked before this time; null when nothing is planned. */
  due_at: Instant.nullable(),
  attempts: z.number().int().describe("Tries since the last good end"),
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

/** One line of the "why" timeline (X15). */
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
