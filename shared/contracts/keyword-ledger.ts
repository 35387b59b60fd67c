/**
 * Calls of the KeywordLedger object. Every write of a holder carries the fence it was given; a call with
 * an old fence answers `stale_lease` and changes nothing (X2).
 */
import type { Refusal, Result } from "../result.ts";
import type { RecordOwner, RecordReach } from "./access.ts";
import type { Keyword, KeywordAction, KeywordEvent, KeywordRun, NewKeyword, RunPart } from "./keyword.ts";
import type { PageEnd, PendingPage, PendingPageType } from "./pending-page.ts";
import type { Channel, KeywordState, Outcome, Platform, SearchFilters } from "./platform.ts";

export type LedgerResult<T> = Result<T, Refusal<"stale_lease" | "not_found" | "invalid_state">>;

export interface CreateResult {
  id: string;
  /** `exists`: the same (keyword in any case, city, channel) was there already; its id is answered. `restored`: it was deleted. */
  result: "created" | "exists" | "restored";
  /** Whose it is: of `exists`, perhaps someone else's. */
  owner: RecordOwner;
}

export interface Claim {
  keywordId: string;
  platform: Platform;
  keyword: string;
  city: string;
  channel: Channel;
  runId: string;
  /** Grows with every claim of this keyword; never reused. */
  fence: number;
  leaseUntil: number;
  /** 1 for the first try since the last good end. */
  attempt: number;
  /** Parts still open, in order; the first page to fetch of each is `page + 1`. */
  parts: RunPart[];
  /** Totals of the run so far (a resumed run goes on counting). */
  run: KeywordRun;
  /** True when an earlier run of this keyword finished: early stop may apply. */
  recrawl: boolean;
  /** Pages in a row without a new posting so far (early stop). */
  stalePages: number;
}

/** How the holder's name of an external node begins; its id follows. */
export const NODE_HOLDER = "node:";

/** A lease as it stands. */
export interface Holding {
  /** `edge:` and a cause, or `node:` and the node's id. */
  holder: string;
  runId: string;
  keyword: string;
  city: string;
  channel: Channel;
}

/** One stored page. Reported only after its rows are durable (X3). */
export interface PageProgress {
  part: number;
  page: number;
  /** Total the site reported with this page; null when it did not say. */
  reported: number | null;
  rows: number;
  invalid: number;
  /** Keys of the page's postings, for the run's distinct count. */
  keys: string[];
  /** Postings never stored before, when the caller asked SeenIndex (re-crawls); else null. */
  fresh: number | null;
  /** The part ends with this page. */
  last: boolean;
  outcome: Outcome;
  /** Pages of the postings' own and of their employers, to be fetched before the run goes on; only with details on. */
  pending?: PendingPage[];
}

export interface SaveResult {
  leaseUntil: number;
  run: KeywordRun;
  stalePages: number;
}

/** How a holder ends its work on a keyword. */
export type Settlement =
  | { kind: "done"; outcome: Outcome; earlyStopped?: boolean }
  /** Error of a retryable class: due again after the policy's backoff, `failed` for good once attempts are used up. */
  | { kind: "retry"; outcome: Outcome; error: string; retryAfterMs?: number }
  /** Parked for a person: never retried by itself. */
  | { kind: "park"; state: "blocked" | "failed"; outcome: Outcome; error: string }
  /**
   * Given back unfinished, not counted as a try: pace, breaker, time budget, stop. Until a `resumeAt` ahead the
   * item stays `queued` and keeps its place in the window, at most 5 minutes at a time.
   */
  | { kind: "yield"; reason: string; resumeAt: number };

export interface ListFilter {
  state?: KeywordState;
  city?: string;
  /** Part of the keyword's text, in any case. */
  search?: string;
  includeDeleted?: boolean;
  /** Only keywords within it; all when left out. */
  reach?: RecordReach;
}

export interface LedgerStats {
  platform: Platform;
  states: Record<KeywordState, number>;
  /** Of those running, held by external nodes. */
  runningOnNodes: number;
  /** Work that could be picked now (partial, failed and due, pending and due). */
  ready: number;
  /** Next time anything becomes due, null when nothing is planned. */
  nextDueAt: number | null;
  pages: number;
  rows: number;
  invalid: number;
  /** Sums over each keyword's latest run. */
  reported: number;
  distinct: number;
  /** Pages saved in the last full 60 s, for the live rate. */
  pagesLastMinute: number;
}

/** Bounds of a claim: so many keywords of this ledger may be running after it. */
export interface ClaimCaps {
  /** For whomever. */
  all?: number;
  /** For the edge. */
  edge?: number;
}

export interface KeywordLedgerApi {
  /** @param owner of those that are new or restored; nobody's when left out */
  create(items: NewKeyword[], actor: string, owner?: RecordOwner): Promise<CreateResult[]>;
  get(id: string): Promise<{ keyword: Keyword; parts: RunPart[] } | null>;
  /** Newest first; at most `limit`, older than `beforeSeq` when given. */
  events(id: string, limit: number, beforeSeq?: number): Promise<KeywordEvent[]>;
  /** Newest first by id; strictly after `afterId` when given (keyset paging). */
  list(filter: ListFilter, limit: number, afterId?: string): Promise<Keyword[]>;
  act(id: string, action: KeywordAction, actor: string): Promise<LedgerResult<Keyword>>;
  /**
   * Moves ready work to `queued`, at most `window` at once with what is queued or running, and wakes the crawl queue.
   * @param cause id of the request or tick that asks, for the wake-up and the logs
   */
  dispatch(cause?: string): Promise<{ queued: number }>;
  /** Work that yielded goes on now, not at its `resumeAt`: a person opened the platform again. */
  wakeHeld(cause?: string): Promise<{ queued: number }>;
  /** Takes up to `limit` items in A2 order, queued ones first, within the caps. */
  claim(holder: string, limit: number, caps?: ClaimCaps): Promise<Claim[]>;
  /** What the fence still holds, and for whom. Pure read. */
  holding(id: string, fence: number): Promise<LedgerResult<Holding>>;
  renew(id: string, fence: number): Promise<LedgerResult<{ leaseUntil: number }>>;
  saveProgress(id: string, fence: number, pages: PageProgress[]): Promise<LedgerResult<SaveResult>>;
  /** Replaces an open part by its children (X6); answers all parts open then, in order. */
  splitPart(
    id: string,
    fence: number,
    part: number,
    children: SearchFilters[],
  ): Promise<LedgerResult<{ parts: RunPart[] }>>;
  /** Pages of this run that were put down with `saveProgress` and are not settled, in that order. */
  pendingPages(id: string, fence: number): Promise<LedgerResult<PendingPage[]>>;
  /** A pending page came to its end; the last one writes the timeline's line. Repeating it changes nothing. */
  settlePage(
    id: string,
    fence: number,
    type: PendingPageType,
    key: string,
    end: PageEnd,
  ): Promise<LedgerResult<null>>;
  settle(id: string, fence: number, settlement: Settlement): Promise<LedgerResult<{ state: KeywordState }>>;
  /** Adds a line to the item's timeline (fetch failures, drift pages kept, gate answers). */
  note(id: string, fence: number, type: string, detail: Record<string, unknown>): Promise<LedgerResult<null>>;
  stats(): Promise<LedgerStats>;
}
