/**
 * Calls of the CompanyLedger object: the cleaning queue of one platform's companies, and the pulls of their postings.
 * Leases, fences, outcomes and retries are those of keywords (X2): the same engine runs both.
 */
import { z } from "zod";
import { KeywordEvent, KeywordRun, Priority } from "./keyword.ts";
import type { Claim, KeywordLedgerApi, LedgerResult, Settlement } from "./keyword-ledger.ts";
import type { PageEnd } from "./pending-page.ts";
import { KeywordState, Outcome, Platform } from "./platform.ts";
import { COMPANY_STATES, COMPANY_WORK } from "./vocabulary.ts";

export { COMPANY_STATES };
export const CompanyState = z.enum(COMPANY_STATES);
export type CompanyState = z.infer<typeof CompanyState>;
export const CompanyWork = z.enum(COMPANY_WORK);
export type CompanyWork = z.infer<typeof CompanyWork>;

/** A key as the platforms write it. */
export const CompanyKey = z.string().min(1).max(200);

const Instant = z.number().int().describe("Unix time in milliseconds");
const LastOutcome = z.union([Outcome, z.enum(["skipped", "lease-expired", "gone"])]).nullable();

/** A pull of a company's postings: a search that reads them page by page, split where it is over the site's cap. */
export const CompanyPull = z.object({
  state: KeywordState,
  priority: Priority,
  due_at: Instant.nullable(),
  attempts: z.number().int(),
  search: z.string().describe("What is searched where the site has no list of a company's postings"),
  own: z.number().int().describe("Distinct postings of the company that the run has read"),
  last_outcome: LastOutcome,
  last_error: z.string().nullable(),
  run: KeywordRun.nullable(),
});
export type CompanyPull = z.infer<typeof CompanyPull>;

/** A company in the queue. */
export const QueuedCompany = z.object({
  platform: Platform,
  company_key: z.string(),
  name: z.string().nullable().describe("As a posting or its page named it when it entered"),
  state: CompanyState,
  priority: Priority,
  due_at: Instant.nullable().describe("It is not fetched before; null when nothing is planned"),
  attempts: z.number().int().describe("Attempts since the last good end"),
  last_outcome: LastOutcome,
  last_error: z.string().nullable(),
  queued_at: Instant,
  cleaned_at: Instant.nullable().describe("When its page was last fetched with a good end"),
  changed_at: Instant,
  pull: CompanyPull.nullable(),
});
export type QueuedCompany = z.infer<typeof QueuedCompany>;

/** One entry of the timeline of a company's work, which says why it is in its state. */
export const CompanyEvent = KeywordEvent;
export type CompanyEvent = z.infer<typeof CompanyEvent>;

export interface CompanyName {
  company_key: string;
  name: string | null;
}

export interface CompanyFilter {
  state?: CompanyState;
  /** Part of the name, in any case, or the whole key. */
  search?: string;
}

/** Place in a list that is sorted by `changed_at` and key, newest first. */
export interface CompanyPlace {
  changed_at: number;
  company_key: string;
  /** The row at this very place is listed too. */
  inclusive: boolean;
}

/** A claim of work on a company: to the crawl engine it is a keyword's claim. */
export interface CompanyClaim extends Claim {
  company_key: string;
  work: CompanyWork;
  /** The page is fetched even where it is known: a person asked for it. */
  forced: boolean;
}

export interface CompanyStats {
  platform: Platform;
  states: Record<CompanyState, number>;
  /** Companies that wait until a run of the schedule releases them. */
  waiting: number;
  /** Companies and pulls that are due, queued, held or running. */
  active: number;
  pulls: number;
}

/** What changed in the queue since the last confirmed export, oldest first. */
export interface CompanyExport {
  companies: {
    company_key: string;
    /** Null: it was removed from the queue. */
    state: CompanyState | null;
    queued_at: number;
    cleaned_at: number | null;
    changed_at: number;
  }[];
  /** Whoever stores them confirms this afterwards. */
  through: number;
}

export type CompanyAction = "retry" | "remove";

export interface CompanyLedgerApi
  extends Pick<
    KeywordLedgerApi,
    "renew" | "saveProgress" | "splitPart" | "pendingPages" | "settlePage" | "settle" | "note" | "holding"
  > {
  /** Adds companies that are not in the queue; they wait until `release`. @returns how many were new */
  collect(companies: CompanyName[]): Promise<number>;
  /**
   * Puts companies behind those that wait whose page was fetched before `before` (ms) or never, and adds those that are not
   * in the queue. Ones that failed, are at work or were removed stay as they are. @returns how many wait now
   */
  collectStale(companies: CompanyName[], before: number): Promise<number>;
  /**
   * Makes waiting companies due, oldest first, while fewer than `limit` are at work. Queued ones that nobody works on get
   * one more wake-up. @returns how many were made due
   */
  release(limit: number, cause: string): Promise<number>;
  /** Fetches the company's page now, also where it is known; adds the company when it is not in the queue. */
  clean(company: CompanyName, priority: number, actor: string): Promise<QueuedCompany>;
  /** Reads all open postings of the company now; a pull that failed or was blocked goes on where it stopped. */
  pull(company: CompanyName, priority: number, actor: string): Promise<LedgerResult<QueuedCompany>>;
  stopPull(companyKey: string, actor: string): Promise<LedgerResult<QueuedCompany>>;
  /** `retry`: a failed, blocked or gone company is due again. `remove`: it leaves the queue until it is asked for. */
  act(companyKey: string, action: CompanyAction, actor: string): Promise<LedgerResult<QueuedCompany | null>>;
  /** Null when the company is not in the queue. */
  get(companyKey: string): Promise<QueuedCompany | null>;
  /** @returns the companies that are in the queue; the others are left out */
  states(companyKeys: string[]): Promise<Pick<QueuedCompany, "company_key" | "state" | "cleaned_at">[]>;
  /** Latest change first. */
  list(filter: CompanyFilter, limit: number, after?: CompanyPlace): Promise<QueuedCompany[]>;
  /** Newest first. */
  events(companyKey: string, work: CompanyWork, limit: number, beforeSeq?: number): Promise<CompanyEvent[]>;
  claim(holder: string, limit: number): Promise<CompanyClaim[]>;
  /** Ends a claim of `clean` work, as its page ended, or as any work ends that did not come to a page. */
  settleClean(
    id: string,
    fence: number,
    end: PageEnd | Settlement,
  ): Promise<LedgerResult<{ state: CompanyState }>>;
  dispatch(cause?: string): Promise<{ queued: number }>;
  resumeHeld(cause?: string): Promise<{ queued: number }>;
  stats(): Promise<CompanyStats>;
  toExport(limit: number): Promise<CompanyExport>;
  exported(through: number): Promise<void>;
}
