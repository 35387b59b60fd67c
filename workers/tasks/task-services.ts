/** The services that kinds of tasks use; `workers/services.ts` builds them. A kind that needs more adds a line here. */
import type { SleepingClock } from "../../shared/clock.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { DeliveryLedgerApi } from "../../shared/contracts/push.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Ask } from "../clickhouse/ask.ts";
import type { CompanyImages } from "../company-images/company-images.ts";
import type { PlaceSources } from "../dictionaries/read-places.ts";
import type { JobMatches } from "../duplicates/create-job-matches.ts";
import type { Exports } from "../exports/exports.ts";
import type { JobFacts } from "../facts/create-job-facts.ts";
import type { SeenRebuilds } from "../ingest/create-rebuilds.ts";
import type { Uploads } from "../ingest/upload/upload-request.ts";
import type { RowEdits } from "../row-edits/row-edits.ts";
import type { TaskFiles } from "./task-files.ts";
import type { Tasks } from "./tasks.ts";

export interface TaskServices {
  clock: SleepingClock;
  logger: Logger;
  /** Takes secrets out of a text that is stored and shown. */
  redact(text: string): string;
  /** Holds bodies of checkpoints. */
  store: BlobStore;
  /** Files that people uploaded, and that tasks leave for them. */
  files: Pick<TaskFiles, "add" | "find" | "read">;
  /** All shards of a platform, in order. */
  ledgers(platform: Platform): KeywordLedgerApi[];
  /** Reads ClickHouse. */
  ask: Ask;
  exports: Pick<Exports, "start" | "find" | "cancel">;
  /** Postings that are removed, corrected and restored. */
  rows: RowEdits;
  uploads: Pick<Uploads, "receive" | "receipt">;
  seenRebuilds: Pick<SeenRebuilds, "start" | "list">;
  push: Pick<DeliveryLedgerApi, "listDeadDeliveries" | "replayDeliveries"> & {
    /** Whether there is such a target, and it is not deleted. */
    exists(targetId: string): Promise<boolean>;
  };
  jobFacts: Pick<JobFacts, "refresh">;
  jobMatches: Pick<JobMatches, "run">;
  images: CompanyImages;
  /** Tells the places that a filter may name. */
  places: PlaceSources;
  /** Tasks that create others, or look at them. */
  tasks: Pick<Tasks, "create" | "createMany" | "ledger">;
}
