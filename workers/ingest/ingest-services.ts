/** What accepting and storing batches needs; built in `workers/services.ts`, replaced in tests. */
import type { SeenClient } from "../../durable-objects/seen-index/client.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { Logger } from "../../shared/log.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { LineInserter } from "./line-inserter.ts";

export interface ConsumeServices {
  ledger: Pick<IngestLedgerApi, "takeGroup" | "renewGroup" | "saveSelection" | "confirm" | "failGroup">;
  store: BlobStore;
  seen: Pick<SeenClient, "check" | "mark">;
  inserter: LineInserter;
  /** Where batches of this type are sent on to once they are stored; null: nowhere. */
  pushTarget(dataType: DataType): Promise<string | null>;
  clock: { now(): number };
  logger: Logger;
}

export interface SweepServices {
  ledger: Pick<IngestLedgerApi, "survey" | "register" | "sweepCursor" | "saveSweepCursor">;
  store: BlobStore;
  clock: { now(): number };
  logger: Logger;
}
