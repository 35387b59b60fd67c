/** What a crawl lane needs; built from the environment in `workers/services.ts`, replaced in tests. */

import type { PageFetchClient } from "../../durable-objects/seen-index/page-client.ts";
import type { Config } from "../../shared/contracts/config.ts";
import type { PlatformGateApi } from "../../shared/contracts/gate.ts";
import type { AcceptResult, IngestBatch } from "../../shared/contracts/ingest.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenEntry, SeenVerdict } from "../../shared/contracts/seen.ts";
import type { PlatformAdapter, RequestSpec, SearchQuery } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Logger } from "../log.ts";
import type { Fetched } from "./fetched.ts";

export interface CrawlServices {
  config: Config;
  clock: { now(): number; sleep(ms: number): Promise<void> };
  logger: Logger;
  adapter(platform: Platform): PlatformAdapter;
  ledger(platform: Platform, shard: number): KeywordLedgerApi;
  gate(platform: Platform): PlatformGateApi;
  /** Fetches one list page by the platform's fetch mode. Never throws. */
  fetchList(platform: Platform, query: SearchQuery): Promise<Fetched>;
  /** Fetches a detail or company page, always by plain HTTP. Never throws. */
  fetchPage(platform: Platform, request: RequestSpec): Promise<Fetched>;
  pageFetches: PageFetchClient;
  /** Makes rows durable; a page's checkpoint moves only after this. */
  accept(batch: IngestBatch): Promise<AcceptResult>;
  /** Verdicts on postings of one platform, in the order of `entries`. */
  seenJobs(platform: Platform, entries: SeenEntry[]): Promise<SeenVerdict[]>;
  store: BlobStore;
  newId(): string;
}
