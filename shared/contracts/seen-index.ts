import type { PendingPageType } from "./pending-page.ts";
import type { Platform } from "./platform.ts";

/** Calls of SeenIndex: what is already stored, without asking ClickHouse. One object per `platform:type:shard`. */
export type SeenVerdict = "new" | "changed" | "unchanged";

/**
 * What an index holds. `company` is a company's own page; `employer` is the company as a posting tells of it:
 * the two differ in content, and one index for both would call each a change of the other. So it is with `job`,
 * the posting in a list, and `job_detail`, its own page.
 */
export const SEEN_TYPES = ["job", "company", "employer", "job_detail"] as const;
export type SeenType = (typeof SEEN_TYPES)[number];

export interface SeenEntry {
  key: string;
  /** Content hash without volatile fields, hex. */
  hash: string;
}

/** One line of the index, as `restore` takes it from ClickHouse. Times in Unix ms. */
export interface SeenRecord extends SeenEntry {
  first_seen: number;
  last_seen: number;
}

/** Keys strictly after `after`, up to and with `upTo` (null: to the end), last seen before `before` (Unix ms). */
export interface StaleRange {
  after: string;
  up_to: string | null;
  before: number;
}

export interface SeenIndexApi {
  /** Pure read; the answer has the order of `entries`. */
  check(entries: SeenEntry[]): Promise<SeenVerdict[]>;
  /**
   * Marks entries stored at `at` (Unix ms). Called only after ClickHouse confirmed.
   * @param fence of the group that stored them: a mark that comes after that of a later group changes nothing
   */
  mark(entries: SeenEntry[], at: number, fence: number): Promise<void>;
  /**
   * Puts back lines read from ClickHouse; of a key that is there already, the line seen last stays.
   * @param stale lines in this range are deleted first: ClickHouse was asked about all of it
   */
  restore(records: SeenRecord[], stale?: StaleRange): Promise<void>;
  /** The opposite of mark, for tests and benches: deletes all lines and all page fetches. */
  clear(): Promise<void>;
  count(): Promise<number>;
}

/** All shards of the index, as callers use it. */
export interface SeenClient {
  /** Answers in the order of `entries`; writes nothing. */
  check(platform: Platform, type: SeenType, entries: SeenEntry[]): Promise<SeenVerdict[]>;
  /** @param at Unix ms; only after ClickHouse confirmed the rows */
  mark(platform: Platform, type: SeenType, entries: SeenEntry[], at: number, fence: number): Promise<void>;
  /** @param stale see `SeenIndexApi.restore`; it reaches over all shards */
  restore(platform: Platform, type: SeenType, records: SeenRecord[], stale?: StaleRange): Promise<void>;
  clear(platform: Platform, type: SeenType): Promise<void>;
  count(platform: Platform, type: SeenType): Promise<number>;
}

/** Whether a crawl may ask for a page now. `held`: another one is at it, until `until` (Unix ms) at most. */
export type PageTurn = { state: "yours" } | { state: "known" } | { state: "held"; until: number };

/**
 * Which detail and company pages were asked for, so that each is fetched once however many searches show it.
 * `hash` says for what: a page fetched for another content of the posting is wanted again. Times in Unix ms.
 */
export interface PageFetchesApi {
  /** Pure read, in the order of `pages`: true where the page is not known for its hash. */
  wantedPages(pages: SeenEntry[], now: number): Promise<boolean[]>;
  /** Holds a page for `owner` until `until`; the same owner gets it again. */
  beginPage(page: SeenEntry, owner: string, now: number, until: number): Promise<PageTurn>;
  /** Gives a page back unfetched; changes nothing where `owner` does not hold it. */
  leavePage(key: string, owner: string): Promise<void>;
  /**
   * Called once the page is durable.
   * @param freshUntil when it is wanted again; null: not before its hash changes
   * @param owner changes nothing where this owner does not hold the page; left out by callers that are trusted
   */
  finishPage(page: SeenEntry, freshUntil: number | null, owner?: string): Promise<void>;
}

/** Times in Unix ms; see `PageFetchesApi`. */
export interface PageFetchClient {
  wanted(
    platform: Platform,
    type: PendingPageType,
    pages: readonly SeenEntry[],
    now: number,
  ): Promise<boolean[]>;
  begin(
    platform: Platform,
    type: PendingPageType,
    page: SeenEntry,
    owner: string,
    now: number,
    until: number,
  ): Promise<PageTurn>;
  leave(platform: Platform, type: PendingPageType, key: string, owner: string): Promise<void>;
  finish(
    platform: Platform,
    type: PendingPageType,
    page: SeenEntry,
    freshUntil: number | null,
    owner?: string,
  ): Promise<void>;
}
