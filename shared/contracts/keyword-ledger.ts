/**
 * Calls of the KeywordLedger object. Every write of a holder carries the fence of its claim; a write with an old
 * fence returns `stale_lease` and changes nothing (X2).
 */
import type { Refusal, Result } from "../result.ts";
import type { RecordOwner, RecordReach } from "./access.ts";
import type { CityPlace } from "./dictionary.ts";
import type {
  EndedRun,
  Keyword,
  KeywordAction,
  KeywordChange,
  KeywordEvent,
  KeywordRun,
  NewKeyword,
  RunPart,
} from "./keyword.ts";
import type { PageEnd, PendingPage, PendingPageType } from "./pending-page.ts";
import type { Channel, KeywordState, Outcome, Platform, SearchFilters } from "./platform.ts";
import type { RecrawlMode, RecrawlReport } from "./recrawl.ts";
import type { Why } from "./task.ts";

export type LedgerResult<T> = Result<T, Refusal<"stale_lease" | "not_found" | "invalid_state" | "conflict">>;

export interface CreateResult {
  id: string;
  /** `exists`: the same keyword (in any case), city and channel is there already, and `id` is its id. `restored`: it was deleted. */
  result: "created" | "exists" | "restored";
  /** The owner; with `exists` it may be another person. */
  owner: RecordOwner;
}

export interface Claim {
  keyword_id: string;
  platform: Platform;
  keyword: string;
  city: string;
  channel: Channel;
  run_id: string;
  /** Grows with every claim of this keyword; never reused. */
  fence: number;
  lease_until: number;
  /** 1 for the first attempt since the last good end. */
  attempt: number;
  /** Open parts, in order; the first page to fetch of each is `page + 1`. */
  parts: RunPart[];
  /** Totals of the run so far; a resumed run continues them. */
  run: KeywordRun;
  /** True when an earlier run of this keyword finished and no whole crawl is due: early stop may apply. */
  recrawl: boolean;
  /** Pages in a row without a new posting so far (early stop). */
  stale_pages: number;
  /** Key of the company whose postings or page are fetched; left out where a keyword is searched. */
  company_key?: string;
  /**
   * The city's codes in the active dictionary, which whoever hands the claim out adds; null for a city that is in none
   * any more. Without it the codes count that the program ships.
   */
  place?: CityPlace | null;
}

/** Prefix of the holder name of an external node, before its id. */
export const NODE_HOLDER = "node:";

/** The current lease of a keyword. */
export interface Holding {
  /** `edge:` and a cause, or `node:` and the id of the node. */
  holder: string;
  run_id: string;
  keyword: string;
  city: string;
  channel: Channel;
  /** With a page asked about: its content hash while it is pending in this run, else null. */
  pending_hash?: string | null;
}

/** Names a pending page of a run. */
export type PageName = Pick<PendingPage, "type" | "key">;

/** One stored page. A holder reports it only after its rows are durable (X3). */
export interface PageProgress {
  part: number;
  page: number;
  /** Total that the site reported with this page; null when it reported none. */
  reported: number | null;
  rows: number;
  invalid: number;
  /** Keys of the page's postings, for the run's distinct count. */
  keys: string[];
  /** Keys of the page's postings that the pulled company has; left out where a keyword is searched. */
  own_keys?: string[];
  /** Postings that were never stored before; null when the caller did not check SeenIndex (only re-crawls do). */
  fresh: number | null;
  /** Stored postings that changed; left out by nodes of an older version, null where `fresh` is. */
  changed?: number | null;
  /** The part ends with this page. */
  last: boolean;
  outcome: Outcome;
  /** Detail pages and company pages to fetch before the next list page; only with `details` on. */
  pending?: PendingPage[];
  /** Pages that were found beyond `MAX_PENDING_PAGES`; with `details` on. */
  pending_dropped?: number;
  /** Upload with the rows of this page; null without rows. The ledger itself does not read it. */
  batch_id?: string | null;
  /**
   * Place of that upload in the order of acceptance, as the IngestLedger told it; only for pages of nodes. The run
   * takes no upload twice: each saved page needs a later place than all pages of earlier calls.
   */
  batch_seq?: number;
  /** The rows wait in quarantine: the run is not complete, whatever it read. */
  quarantined?: boolean;
}

export interface SaveResult {
  lease_until: number;
  run: KeywordRun;
  stale_pages: number;
  /** Parts that were closed unread with these pages, because the parts beside them showed all; left out without one. */
  covered?: number[];
}

/** How a holder ends its work on a keyword. */
export type Settlement =
  | { kind: "done"; outcome: Outcome; early_stopped?: boolean }
  /** A retryable error: due again after the policy's backoff, `failed` for good once the attempts are used up. */
  | { kind: "retry"; outcome: Outcome; error: string; retry_after_ms?: number }
  /** Parked until a person acts; never retried automatically. */
  | { kind: "park"; state: "blocked" | "failed"; outcome: Outcome; error: string }
  /**
   * Given back unfinished without counting an attempt: pace, breaker, time budget, stop. Until `resumeAt` the item
   * stays `queued` and keeps its slot in the window, at most 5 minutes at a time.
   */
  | { kind: "yield"; reason: string; resume_at: number };

export interface ListFilter {
  state?: KeywordState;
  city?: string;
  /** A part of the keyword's text, in any case. */
  search?: string;
  include_deleted?: boolean;
  /** Only keywords within this reach; all when left out. */
  reach?: RecordReach;
}

export interface LedgerStats {
  platform: Platform;
  states: Record<KeywordState, number>;
  /** Running keywords that external nodes hold. */
  running_on_nodes: number;
  /** Keywords that could be claimed now (partial, failed and due, pending and due). */
  ready: number;
  /** The next time a keyword becomes due; null when nothing is planned. */
  next_due_at: number | null;
  pages: number;
  rows: number;
  invalid: number;
  /** Sums over the keywords with a coverage; of each at most its total counts as `distinct`. */
  reported: number;
  distinct: number;
  /** Keywords without a coverage: new ones, and those whose first run has not ended well. */
  unknown: number;
  /** Keywords that `runAll` would make due. */
  runnable: number;
  /** Pages saved in the last 60 s, for the live rate. */
  pages_last_minute: number;
}

/** How completely a search was read by a run that ended. */
export interface CoveredSearch {
  keyword: string;
  city: string;
  channel: string;
  run_id: string;
  /** Unix ms. */
  started_at: number;
  /** It read the whole list, so that what it did not show is gone from the search; null: it ended before this was told. */
  complete: boolean | null;
  /** Distinct postings seen since the last complete run began. */
  distinct: number;
  /** Total that the site reported last. */
  reported: number;
  /** When the run ended, Unix ms. */
  at: number;
}

/** The oldest readings that were not exported. */
export interface CoverageExport {
  platform: Platform;
  shard: number;
  searches: CoveredSearch[];
  /** Whoever stores them confirms this afterwards. */
  through: number;
}

/** Bounds of a claim: how many keywords of this ledger may be running after it. */
export interface ClaimCaps {
  /** For all holders together. */
  all?: number;
  /** For the edge alone. */
  edge?: number;
}

export interface EventFilter {
  /** Only older ones. */
  beforeSeq?: number;
  /** Only those since the present owner has the keyword: those before tell of other people. */
  ofOwner?: boolean;
}

export interface KeywordLedgerApi {
  /** @param owner owner of the new and restored keywords; without it they have none */
  create(items: NewKeyword[], actor: string, owner?: RecordOwner): Promise<CreateResult[]>;
  get(id: string): Promise<{ keyword: Keyword; parts: RunPart[] } | null>;
  /** Newest first; at most `limit`. */
  events(id: string, limit: number, filter?: EventFilter): Promise<KeywordEvent[]>;
  /** Why it does not run at this moment, as far as the ledger knows; null when there is no such keyword. Pure read. */
  why(id: string): Promise<Why | null>;
  /** Newest first by id; strictly after `afterId` when given (keyset paging). */
  list(filter: ListFilter, limit: number, afterId?: string): Promise<Keyword[]>;
  act(id: string, action: KeywordAction, actor: string): Promise<LedgerResult<Keyword>>;
  /**
   * Acts on many keywords, each on its own; the answers are in the order of `ids`. A keyword whose timeline has an entry
   * of this actor already is done and stays as it is, so a repeat after a crash changes nothing.
   * @param actor names one bulk action
   */
  actMany(
    ids: string[],
    action: KeywordAction | { priority: number },
    actor: string,
    reach: RecordReach,
  ): Promise<LedgerResult<null>[]>;
  /** Changes a keyword. Another search ends a running lease and starts anew; `conflict` when that search exists. */
  update(id: string, change: KeywordChange, actor: string): Promise<LedgerResult<Keyword>>;
  /** The keyword with this search, in any case; null when there is none, or it is deleted. */
  findSearch(search: Pick<NewKeyword, "keyword" | "city" | "channel">): Promise<string | null>;
  /** Runs that ended, newest first; at most `limit`, older than `beforeSeq` when given. */
  runs(id: string, limit: number, beforeSeq?: number): Promise<{ seq: number; run: EndedRun }[]>;
  /**
   * Makes keywords due now that rest or wait: done, failed, pending and partial ones, a bounded number per call.
   * @param reach only keywords within it
   * @param afterId strictly after this id
   * @returns the number of keywords made due, and the id after which to go on; null at the end
   */
  runAll(actor: string, reach: RecordReach, afterId?: string): Promise<{ due: number; next: string | null }>;
  /**
   * Moves ready work to `queued` until `window` keywords are queued or running, and wakes the crawl queue.
   * @param cause id of the request or tick, for the wake-up and the logs
   */
  dispatch(cause?: string): Promise<{ queued: number }>;
  /** Resumes work that yielded at once instead of at its `resumeAt`, because a person reset the platform's breaker. */
  resumeHeld(cause?: string): Promise<{ queued: number }>;
  /** Claims up to `limit` items in A2 order, queued ones first, within the caps. */
  claim(holder: string, limit: number, caps?: ClaimCaps): Promise<Claim[]>;
  /** The lease that the fence still holds. Pure read. @param page asks whether it is pending */
  holding(id: string, fence: number, page?: PageName): Promise<LedgerResult<Holding>>;
  /** Number of keywords of this ledger that a holder is working on. Pure read. */
  heldBy(holder: string): Promise<number>;
  /** `invalid_state` when the holder stored no page for a long time: the lease then ends at its time. */
  renew(id: string, fence: number): Promise<LedgerResult<{ lease_until: number }>>;
  saveProgress(id: string, fence: number, pages: PageProgress[]): Promise<LedgerResult<SaveResult>>;
  /**
   * Replaces an open part by its children (X6), unless the run has too many parts or the split of its parent showed
   * nothing else than the parent. @returns all parts that are open then, in order: the part itself when it stays whole
   */
  splitPart(
    id: string,
    fence: number,
    part: number,
    children: SearchFilters[],
  ): Promise<LedgerResult<{ parts: RunPart[] }>>;
  /** Pages of this run that `saveProgress` recorded and that are not settled, in that order. */
  pendingPages(id: string, fence: number): Promise<LedgerResult<PendingPage[]>>;
  /** Settles a pending page; the last one adds an entry to the timeline. A repeat changes nothing. */
  settlePage(
    id: string,
    fence: number,
    type: PendingPageType,
    key: string,
    end: PageEnd,
  ): Promise<LedgerResult<null>>;
  settle(id: string, fence: number, settlement: Settlement): Promise<LedgerResult<{ state: KeywordState }>>;
  /** Adds an entry to the item's timeline (fetch failures, stored drift pages, gate answers). */
  note(id: string, fence: number, type: string, detail: Record<string, unknown>): Promise<LedgerResult<null>>;
  stats(): Promise<LedgerStats>;
  /** Readings since the last confirmed export, oldest first; at most `limit`. */
  coverageToExport(limit: number): Promise<CoverageExport>;
  coverageExported(through: number): Promise<void>;
  /** Adaptive recrawl: its mode, and what it does or would do. */
  recrawl(): Promise<RecrawlReport>;
  setRecrawl(mode: RecrawlMode): Promise<void>;
}
