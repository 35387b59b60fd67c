/**
 * The services that handlers use. `workers/services.ts` builds it from the bindings; tests build it from real
 * objects or small ones in memory. Each part's type stands beside its code.
 */
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { CompanyLedgerApi } from "../../shared/contracts/company-ledger.ts";
import type { NewKeyword } from "../../shared/contracts/keyword.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { LiveFeedApi, LiveGroup } from "../../shared/contracts/live.ts";
import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import type { ResourcePoolApi } from "../../shared/contracts/resource-pool.ts";
import type { ResourceKind } from "../../shared/contracts/resources.ts";
import type { PageFetchClient, SeenEntry, SeenVerdict } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Alerts } from "../alerts/create-alerts.ts";
import type { BulkActions } from "../bulk/create-bulk-actions.ts";
import type { CompanyQueries } from "../clickhouse/company-queries.ts";
import type { JobQueries } from "../clickhouse/job-queries.ts";
import type { CompanyImages } from "../company-images/company-images.ts";
import type { CompanyLinks } from "../company-links/create-company-links.ts";
import type { CoverageQueries } from "../coverage/coverage-queries.ts";
import type { DataSet } from "../data-set/data-set.ts";
import type { Dictionaries } from "../dictionaries/dictionaries.ts";
import type { JobMatches } from "../duplicates/create-job-matches.ts";
import type { Exports } from "../exports/exports.ts";
import type { JobFacts } from "../facts/create-job-facts.ts";
import type { FigureService } from "../figures/create-figures.ts";
import type { HealthCheck } from "../health.ts";
import type { Identity } from "../iam/identity.ts";
import type { IngestAdmin } from "../ingest/admin.ts";
import type { SeenRebuilds } from "../ingest/create-rebuilds.ts";
import type { Uploads } from "../ingest/upload/upload-request.ts";
import type { JobLives } from "../life/create-life.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { RequestTimes } from "../metrics/request-tally.ts";
import type { PushAdmin } from "../push/admin.ts";
import type { Quality } from "../quality/create-quality.ts";
import type { RateLimits } from "../rate-limits.ts";
import type { Recleans } from "../recleans/create-recleans.ts";
import type { Probes } from "../resources/probes.ts";
import type { SavedSearchStore } from "../saved-searches/saved-search-store.ts";
import type { Backfills } from "../schedule/backfills.ts";
import type { Schedules } from "../schedule/schedules.ts";
import type { SkillDictionary } from "../skills/skill-dictionary.ts";
import type { Subscriptions } from "../subscriptions/subscriptions.ts";
import type { TaskFiles } from "../tasks/task-files.ts";
import type { Tasks } from "../tasks/tasks.ts";
import type { UploadWatch } from "../uploads/create-uploads.ts";
import type { Vault } from "../vault/vault.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

export interface Services {
  identity: Identity;
  limits: RateLimits;
  config: Config;
  clock: Clock;
  logger: Logger;
  /** Shard of a new keyword's search; the same search always has the same shard. */
  shardOf(search: Pick<NewKeyword, "keyword" | "city" | "channel">): number;
  /** The ledger of one shard, 0 to `LEDGER_SHARDS` - 1. */
  ledger(platform: Platform, shard: number): KeywordLedgerApi;
  /** All shards of a platform, in order. */
  ledgers(platform: Platform): KeywordLedgerApi[];
  /** The cleaning queue of a platform. */
  companyLedger(platform: Platform): CompanyLedgerApi;
  /** @param holder whom permits belong to; the edge when left out */
  gate(platform: Platform, holder?: string): PlatformGateApi;
  dictionaries: Dictionaries;
  fleet: NodeFleetApi;
  /** Which detail and company pages were fetched. */
  pageFetches: PageFetchClient;
  /** Verdicts on postings of one platform, in the order of `entries`. */
  seenJobs(platform: Platform, entries: SeenEntry[]): Promise<SeenVerdict[]>;
  ingest: IngestAdmin;
  seenRebuilds: Pick<SeenRebuilds, "start" | "list">;
  jobFacts: Pick<JobFacts, "asOf">;
  jobLives: Pick<JobLives, "asOf">;
  metrics: Pick<Metrics, "now" | "history">;
  quality: Pick<Quality, "day" | "trend" | "report" | "reportDays" | "measuredAt">;
  figures: Pick<FigureService, "compute" | "lastCheck">;
  uploads: Uploads;
  vault: Vault;
  push: PushAdmin;
  uploadWatch: Pick<UploadWatch, "senders" | "findings">;
  probes: Probes;
  pool(kind: ResourceKind): ResourcePoolApi;
  /** Failed pages lie under `kept-pages/`. */
  store: BlobStore;
  taskFiles: Omit<TaskFiles, "deleteBefore">;
  requestTimes: RequestTimes;
  jobs: JobQueries;
  coverage: CoverageQueries;
  companies: CompanyQueries;
  /** Copies of company logos. */
  images: Pick<CompanyImages, "known" | "read">;
  companyLinks: Omit<CompanyLinks, "run">;
  jobMatches: Omit<JobMatches, "run">;
  savedSearches: SavedSearchStore;
  subscriptions: Omit<Subscriptions, "run" | "deleteBefore">;
  webhooks: Omit<Webhooks, "run" | "resume" | "deleteBefore">;
  skills: SkillDictionary;
  exports: Exports;
  tasks: Tasks;
  bulkActions: BulkActions;
  liveFeed(group: LiveGroup): LiveFeedApi;
  recleans: Recleans;
  dataSet: DataSet;
  health: HealthCheck[];
  alerts: Omit<Alerts, "run" | "deliver" | "report" | "cleanUp">;
  schedules: Schedules;
  backfills: Backfills;
}
