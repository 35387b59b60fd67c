/**
 * What the API needs of the system. `services.ts` builds it from the bindings; tests build it from real
 * objects or small ones in memory. Bindings are touched nowhere else.
 */
import type { Config } from "../../shared/contracts/config.ts";
import type { NodeFleetApi } from "../../shared/contracts/fleet.ts";
import type { PlatformGateApi } from "../../shared/contracts/gate.ts";
import type { BatchReceipt, IngestLedgerApi, UploadReceipt } from "../../shared/contracts/ingest-ledger.ts";
import type { NewKeyword } from "../../shared/contracts/keyword.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { ResourcePoolApi, TokenSpec } from "../../shared/contracts/resource-pool.ts";
import type { ResourceKind } from "../../shared/contracts/resources.ts";
import type { JobPosting, Provenance } from "../../shared/contracts/rows.ts";
import type { PageFetchClient, SeenEntry, SeenVerdict } from "../../shared/contracts/seen.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { People } from "../iam/identity.ts";
import type { Place } from "../ingest/upload/admission.ts";
import type { Received, UploadRequest } from "../ingest/upload/receive.ts";
import type { PushAdmin } from "../push/admin.ts";
import type { Probe, ProxyTarget } from "../resources/probe-proxy.ts";
import type { TokenProbe } from "../resources/probe-token.ts";
import type { FindingStore } from "../uploads/finding-store.ts";
import type { WatchReport } from "../uploads/watch.ts";
import type { Vault } from "../vault/vault.ts";

export interface Clock {
  /** Unix ms. */
  now(): number;
}

/** City codes of each platform; keywords name cities by their common Chinese names. */
export interface CityDictionary {
  /** Null when the platform does not know the city. */
  code(platform: Platform, city: string): string | null;
  list(platform: Platform): { city: string; code: string }[];
}

/** A posting as the list shows it, newest collected first. Times in Unix ms. */
export interface JobSummary
  extends Pick<
    JobPosting,
    | "platform"
    | "job_key"
    | "company_key"
    | "title"
    | "company_name"
    | "city"
    | "district"
    | "salary_text"
    | "salary_months"
    | "monthly_min"
    | "monthly_max"
    | "experience"
    | "experience_text"
    | "degree"
    | "degree_text"
    | "industry"
    | "skills"
    | "url"
    | "published_at"
  > {
  keyword: string | null;
  collected_at: number;
}

/** Position in the newest-first order (collected_at, platform, job_key), all descending. */
export type JobPosition = Pick<JobSummary, "collected_at" | "platform" | "job_key">;

/** A posting with all its typed fields and the JSON text of the newest row as the platform sent it. */
export type StoredJob = JobPosting & Provenance & { raw: string | null };

export interface JobQuery {
  platform?: Platform;
  city?: string;
  /** Keyword whose search last brought the posting, exactly. */
  keyword?: string;
  /** Part of the title or of the company's name, in any letter case. */
  text?: string;
  limit: number;
  /** Only postings strictly after this position. */
  after?: JobPosition;
}

/** The part of the IngestLedger that people use. */
export type IngestAdmin = Pick<
  IngestLedgerApi,
  "status" | "listDead" | "replayDead" | "receipt" | "discardDead"
> & {
  /** The first rows of a batch as they were sent; null when its spool object is gone. */
  rawRows(batch: Pick<BatchReceipt, "batchId" | "spoolKey">, most: number): Promise<unknown[] | null>;
};

/** Who uploaded in the last 24 hours. */
export interface UploadSender {
  ip: string;
  source: string;
  /** Unix ms. */
  last_at: number;
  uploads: number;
  /** Usable ones. */
  rows: number;
  invalid: number;
  bytes: number;
  /** Begins of the ten-minute windows with uploads, Unix ms; the lists beside it are as long. */
  ats: number[];
  uploads_by_window: number[];
  rows_by_window: number[];
}

export interface UploadWatch {
  /** @returns uploads exported to ClickHouse */
  export(): Promise<number>;
  watch(): Promise<WatchReport>;
  /** By address and source, after this pair when given. */
  senders(
    filter: { ip?: string | undefined; source?: string | undefined },
    limit: number,
    after?: [ip: string, source: string],
  ): Promise<UploadSender[]>;
  /** Open ones first, then the newest. */
  findings: FindingStore["list"];
  /** @returns ended findings deleted */
  deleteFindingsBefore(at: number): Promise<number>;
}

export interface ScheduleInfo {
  name: string;
  /** Five-field cron expression. */
  cron: string;
  /** IANA name. */
  timeZone: string;
  enabled: boolean;
  /** Unix ms; null when it is switched off. */
  nextAt: number | null;
  lastSlot: ScheduleSlotInfo | null;
}

/** One slot of the once-only ledger (X1). Times in Unix ms. */
export interface ScheduleSlotInfo {
  slotAt: number;
  status: "fired" | "skipped" | "late";
  /** Why it was skipped or late. */
  reason: string | null;
  /** Request id of the tick that claimed it. */
  claimedBy: string;
  startedAt: number | null;
  finishedAt: number | null;
  error: string | null;
}

export interface Schedules {
  list(): Promise<ScheduleInfo[]>;
  /** Newest first, before `before` (Unix ms) when given; null when there is no such schedule. */
  slots(name: string, limit: number, before?: number): Promise<ScheduleSlotInfo[] | null>;
  /** Runs it now, once, and answers its slot; null when there is no such schedule. */
  run(name: string, requestId: string): Promise<ScheduleSlotInfo | null>;
}

export interface HealthCheck {
  /** d1, clickhouse, queues, durable_objects, r2, browser. */
  name: string;
  /** Touches the dependency once; throws when it does not answer right. */
  probe(): Promise<void>;
}

/** Workers Rate Limiting: false when the caller's share of the period is used up. */
export interface RateLimits {
  api(caller: string): Promise<boolean>;
  /** Of routes that programs call many times a minute. */
  machine(caller: string): Promise<boolean>;
  signIn(address: string): Promise<boolean>;
}

/** What senders of rows use. */
export interface Uploads {
  /** @throws ApiError; nothing of the upload is stored then */
  receive(request: UploadRequest, place: Place): Promise<Received>;
  /** @param id the sender's own, or ours */
  receipt(sender: string, id: string): Promise<UploadReceipt | null>;
  /** As `receipt`, when it is no longer on its way or `timeoutMs` are over. */
  wait(sender: string, id: string, timeoutMs: number): Promise<UploadReceipt | null>;
}

export interface Services {
  people: People;
  limits: RateLimits;
  config: Config;
  clock: Clock;
  logger: Logger;
  /** Shard of a new keyword's search; the same search always falls on the same shard. */
  shardOf(search: Pick<NewKeyword, "keyword" | "city" | "channel">): number;
  /** The ledger of one shard, 0 to `LEDGER_SHARDS` - 1. */
  ledger(platform: Platform, shard: number): KeywordLedgerApi;
  /** All shards of a platform, in order. */
  ledgers(platform: Platform): KeywordLedgerApi[];
  gate(platform: Platform): PlatformGateApi;
  cities: CityDictionary;
  fleet: NodeFleetApi;
  /** Which detail and company pages were fetched. */
  pageFetches: PageFetchClient;
  /** Verdicts on postings of one platform, in the order of `entries`. */
  seenJobs(platform: Platform, entries: SeenEntry[]): Promise<SeenVerdict[]>;
  ingest: IngestAdmin;
  uploads: Uploads;
  vault: Vault;
  push: PushAdmin;
  uploadWatch: Pick<UploadWatch, "senders" | "findings">;
  probes: {
    /** Lets the proxy connect to the host of the platform's lists. */
    proxy(target: ProxyTarget, platform: Platform): Promise<Probe>;
    token(platform: Platform, token: TokenSpec & { value: string }): Promise<TokenProbe>;
  };
  pool(kind: ResourceKind): ResourcePoolApi;
  /** Kept pages lie under `kept-pages/`. */
  store: BlobStore;
  jobs: {
    newest(query: JobQuery): Promise<JobSummary[]>;
    /** Null when there is no such posting. */
    show(platform: Platform, jobKey: string): Promise<StoredJob | null>;
  };
  health: HealthCheck[];
  schedules: Schedules;
}
