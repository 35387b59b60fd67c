/** Services of the tick and its jobs; built in `workers/services.ts`. */

import type { Clock } from "../../shared/clock.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";
import type { TaskCreator, TaskLedgerApi } from "../../shared/contracts/task-ledger.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Alerts } from "../alerts/create-alerts.ts";
import type { BulkStore } from "../bulk/bulk-store.ts";
import type { CompanyQueue } from "../companies/create-company-queue.ts";
import type { CompanyLinks } from "../company-links/create-company-links.ts";
import type { DataSet } from "../data-set/data-set.ts";
import type { Dictionaries } from "../dictionaries/dictionaries.ts";
import type { JobMatches } from "../duplicates/create-job-matches.ts";
import type { Exports } from "../exports/exports.ts";
import type { JobFacts } from "../facts/create-job-facts.ts";
import type { FigureService } from "../figures/create-figures.ts";
import type { Identity } from "../iam/identity.ts";
import type { SeenRebuilds } from "../ingest/create-rebuilds.ts";
import type { SweepReport } from "../ingest/sweep.ts";
import type { JobLives } from "../life/create-life.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Quality } from "../quality/create-quality.ts";
import type { Recleans } from "../recleans/create-recleans.ts";
import type { Subscriptions } from "../subscriptions/subscriptions.ts";
import type { TaskFiles } from "../tasks/task-files.ts";
import type { UploadWatch } from "../uploads/create-uploads.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { BackfillStore } from "./backfill-store.ts";
import type { ScheduleStore } from "./schedule-store.ts";
import type { SlotStore } from "./slot-store.ts";

export interface ScheduleServices {
  clock: Clock;
  logger: Logger;
  schedules: ScheduleStore;
  slots: SlotStore;
  backfillStore: BackfillStore;
  /** Creates a task, or answers the one that has the key. @throws ApiError too_many_requests when its queue is full */
  createTask(
    task: { kind: string; input: Record<string, unknown>; key: string },
    creator: TaskCreator,
  ): Promise<{ id: string }>;
  lock(name: string): LockApi;
  /** The ledgers of all shards of all platforms. */
  allLedgers(): KeywordLedgerApi[];
  companyQueue: CompanyQueue;
  fleet: Pick<NodeFleetApi, "unsentSamples" | "samplesSent">;
  /** Inserts lines into `node_metrics`; an insert of the same lines with the same token is ignored. */
  insertNodeMetrics(lines: string[], token: string): Promise<void>;
  /** Inserts lines into `keyword_coverage`, in the same way. */
  insertCoverage(lines: string[], token: string): Promise<void>;
  /** Inserts lines into `task_runs`, in the same way. */
  insertTaskRuns(lines: string[], token: string): Promise<void>;
  /** The ledger of each task queue. */
  taskLedgers(): TaskLedgerApi[];
  /** Holds failed pages. */
  store: Pick<BlobStore, "list" | "delete">;
  taskFiles: Pick<TaskFiles, "deleteBefore">;
  bulkActions: Pick<BulkStore, "deleteBefore">;
  /** Deletes copies of company logos that nothing refers to and that were stored before. @returns how many, or would be */
  removeLogoOrphans(before: number, dry: boolean): Promise<number>;
  identity: Pick<Identity, "cleanUp"> & {
    permissions: Pick<Identity["permissions"], "syncIfOutdated">;
    audit: Pick<Identity["audit"], "deleteBefore">;
  };
  alerts: Pick<Alerts, "run" | "deliver" | "report" | "deleteBefore">;
  uploadWatch: Pick<UploadWatch, "export" | "watch" | "deleteFindingsBefore">;
  exports: Pick<Exports, "resume" | "cleanUp">;
  recleans: Pick<Recleans, "resume">;
  dataSet: Pick<DataSet, "start" | "resume">;
  dictionaries: Pick<Dictionaries, "request" | "run">;
  seenRebuilds: Pick<SeenRebuilds, "run">;
  jobFacts: Pick<JobFacts, "refresh">;
  companyLinks: Pick<CompanyLinks, "run">;
  jobLives: Pick<JobLives, "refresh">;
  jobMatches: Pick<JobMatches, "run">;
  metrics: Pick<Metrics, "now" | "record">;
  quality: Pick<Quality, "measure">;
  figures: Pick<FigureService, "refresh" | "check">;
  webhooks: Pick<Webhooks, "resume" | "deleteBefore">;
  subscriptions: Pick<Subscriptions, "run" | "deleteBefore">;
  /** Tells webhook endpoints of exports that ended. @param now Unix ms */
  emitEvents(now: number): Promise<void>;
  spool: {
    /** Registers or deletes spool objects that the ledger does not know. */
    sweep(): Promise<SweepReport>;
    /** @returns records of stored batches deleted */
    cleanUp(before: number, dry?: boolean): Promise<number>;
  };
}
