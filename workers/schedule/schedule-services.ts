/** Services of the tick and its jobs; built in `workers/services.ts`. */

import type { Clock } from "../../shared/clock.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
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
import type { UploadWatch } from "../uploads/create-uploads.ts";
import type { ScheduleStore } from "./schedule-store.ts";

export interface ScheduleServices {
  clock: Clock;
  logger: Logger;
  schedules: ScheduleStore;
  lock(name: string): LockApi;
  /** The ledgers of all shards of all platforms. */
  allLedgers(): KeywordLedgerApi[];
  companyQueue: CompanyQueue;
  fleet: Pick<NodeFleetApi, "unsentSamples" | "samplesSent">;
  /** Inserts lines into `node_metrics`; an insert of the same lines with the same token is ignored. */
  insertNodeMetrics(lines: string[], token: string): Promise<void>;
  /** Inserts lines into `keyword_coverage`, in the same way. */
  insertCoverage(lines: string[], token: string): Promise<void>;
  /** Holds failed pages. */
  store: Pick<BlobStore, "list" | "delete">;
  identity: Pick<Identity, "cleanUp"> & {
    permissions: Pick<Identity["permissions"], "syncIfOutdated">;
    audit: Pick<Identity["audit"], "deleteBefore">;
  };
  uploadWatch: Pick<UploadWatch, "export" | "watch" | "deleteFindingsBefore">;
  exports: Pick<Exports, "resume" | "cleanUp">;
  dataSet: Pick<DataSet, "start" | "resume">;
  dictionaries: Pick<Dictionaries, "request" | "run">;
  seenRebuilds: Pick<SeenRebuilds, "run">;
  jobFacts: Pick<JobFacts, "refresh">;
  companyLinks: Pick<CompanyLinks, "run">;
  jobLives: Pick<JobLives, "refresh">;
  jobMatches: Pick<JobMatches, "run">;
  figures: Pick<FigureService, "refresh" | "check">;
  spool: {
    /** Registers or deletes spool objects that the ledger does not know. */
    sweep(): Promise<SweepReport>;
    /** @returns records of stored batches deleted */
    cleanUp(before: number): Promise<number>;
  };
}
