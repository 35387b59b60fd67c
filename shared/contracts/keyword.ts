/** Keywords, their runs, parts and events, as the ledger returns them and the API shows them. */
import { z } from "zod";
import { Channel, FilterDimension, KeywordState, Outcome, Platform } from "./platform.ts";
import { KEYWORD_ACTIONS } from "./vocabulary.ts";

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

/** What a person may change of a keyword. A new city or channel is another search: its run and coverage start anew. */
export const KeywordChange = z
  .strictObject({
    priority: Priority.optional(),
    city: NewKeyword.shape.city.optional(),
    channel: NewKeyword.shape.channel.unwrap().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: "names nothing to change: priority, city or channel",
  });
export type KeywordChange = z.infer<typeof KeywordChange>;

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

/**
 * Why a run could not read everything that the site has.
 * `site-cap`: a part is over the site's cap and no filter is left to split it by. `max-parts`, `max-pages`: the
 * platform's own bounds of a run. `useless-split`: the parts of a split search show the same as the whole.
 * `repeated-pages`: the site answered pages that the run had seen already, a soft block. `quarantined`: rows of it were far
 * off what is usual and waited for a person (X14); what it did not show may be among them.
 */
const RUN_LIMITS = [
  "site-cap",
  "max-parts",
  "max-pages",
  "useless-split",
  "repeated-pages",
  "quarantined",
] as const;
export const RunLimit = z.enum(RUN_LIMITS);
export type RunLimit = z.infer<typeof RunLimit>;

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
  /** The newest total that the site reported for the whole query; null until the first page. */
  reported: z.number().int().nullable(),
  early_stopped: z
    .boolean()
    .describe("It ended after pages with nothing new; the keyword's coverage is not lowered"),
  /** Not required: nodes and ledgers of an older version do not send it. */
  limited_by: RunLimit.nullish().describe(
    "Why the run could not read everything; null when nothing limited it",
  ),
});
export type KeywordRun = z.infer<typeof KeywordRun>;

/** The figure of the last run that ended; a running, blocked or failed one leaves it as it is. */
export const Coverage = z.object({
  /** Distinct postings seen since the last complete crawl began. */
  distinct: z.number().int(),
  /** The newest total that the site reported. */
  reported: z.number().int(),
  /** When the run ended that the figure comes from. */
  at: Instant,
});
export type Coverage = z.infer<typeof Coverage>;

/** A run that ended. */
export const EndedRun = KeywordRun.extend({
  finished_at: Instant,
  duration_ms: z.number().int(),
  /** Postings that were never stored before; null when the run did not count them (first crawls). */
  new: z.number().int().nullable(),
  /** Stored postings that had changed; null as for `new`. */
  changed: z.number().int().nullable(),
  outcome: z.union([Outcome, z.enum(["skipped", "abandoned"])]).describe("abandoned: restarted or edited"),
  coverage: Coverage.omit({ at: true }).nullable().describe("The keyword's coverage after the run"),
});
export type EndedRun = z.infer<typeof EndedRun>;

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
  coverage: Coverage.nullable().describe("Null while unknown: no run has ended with a total"),
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
