/** The ports of the crawl engine: what it needs from the edge or from the node that it runs on. */
import type { SleepingClock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { AcceptResult, IngestBatch } from "../contracts/ingest.ts";
import type { Claim, KeywordLedgerApi } from "../contracts/keyword-ledger.ts";
import type { Outcome, Platform } from "../contracts/platform.ts";
import type { PlatformGateApi } from "../contracts/platform-gate.ts";
import type { PageFetchClient, SeenEntry, SeenVerdict } from "../contracts/seen-index.ts";
import type { PlatformAdapter, RawAnswer, RequestSpec, SearchQuery } from "../platforms/adapter.ts";
import type { FetchResult } from "./fetch-result.ts";

export interface CrawlLogger {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** @returns a logger that adds these fields to every line */
  child(bindings: Record<string, unknown>): CrawlLogger;
}

/** Settings of the engine; see wrangler.toml. */
export type CrawlConfig = Pick<
  Config,
  "platforms" | "signKeys" | "COMMIT_MS" | "INLINE_WAIT_MS" | "LEASE_MS"
>;

/** The calls that the holder of a claim makes. */
export type CrawlLedger = Pick<
  KeywordLedgerApi,
  "renew" | "saveProgress" | "splitPart" | "pendingPages" | "settlePage" | "settle" | "note"
> &
  // A node hears of a lost lease with its heartbeat.
  Partial<Pick<KeywordLedgerApi, "holding">>;

export interface CrawlServices {
  config: CrawlConfig;
  clock: SleepingClock;
  logger: CrawlLogger;
  /** `edge`, or `node:` and the node's id. */
  source: string;
  adapter(platform: Platform): PlatformAdapter;
  ledger(platform: Platform, shard: number): CrawlLedger;
  gate(platform: Platform): Pick<PlatformGateApi, "exchange" | "giveBack">;
  /** Fetches one list page by the platform's fetch mode. @throws Error for a request that leads away from the platform */
  fetchList(platform: Platform, query: SearchQuery): Promise<FetchResult>;
  /** Fetches a detail or company page, always by plain HTTP. @throws as `fetchList` */
  fetchPage(platform: Platform, request: RequestSpec): Promise<FetchResult>;
  pageFetches: PageFetchClient;
  /** Stores rows durably; a page's checkpoint moves only after this. */
  accept(batch: IngestBatch): Promise<AcceptResult>;
  /** Verdicts on postings of one platform, in the order of `entries`. */
  seenJobs(platform: Platform, entries: SeenEntry[]): Promise<SeenVerdict[]>;
  /**
   * Stores the page that a site sent, for a person to look at (C5).
   * @param page number of the list page, or of the list page that led to this one
   * @returns the key under which it is stored
   */
  storeFailedPage(
    claim: Claim,
    page: number,
    answer: RawAnswer,
    why: { outcome: Outcome; reason: string },
  ): Promise<string>;
  newId(): string;
}

/** Checked before each request: the reason to give the work back now, or null to continue. */
export type StopCheck = () => string | null;
