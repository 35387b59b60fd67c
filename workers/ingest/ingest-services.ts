import type { Clock } from "../../shared/clock.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
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
  clock: Clock;
  logger: Logger;
}

export interface SweepServices {
  ledger: Pick<IngestLedgerApi, "survey" | "register" | "sweepCursor" | "saveSweepCursor">;
  store: BlobStore;
  clock: Clock;
  logger: Logger;
}
