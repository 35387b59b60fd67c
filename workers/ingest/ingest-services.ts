/** Services of the ingest: accept, consume and sweep; built in `workers/services.ts`, replaced in tests. */
import type { Clock } from "../../shared/clock.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import type { ingestEntry } from "../../shared/platforms/registry.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { LineInserter } from "./line-inserter.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  /** The registry: which rows are accepted, how they are parsed and where they are stored. */
  entry: typeof ingestEntry;
  clock: Clock;
  newId(): string;
}

export interface ConsumeServices {
  ledger: Pick<IngestLedgerApi, "takeGroup" | "renewGroup" | "saveSelection" | "confirm" | "failGroup">;
  store: BlobStore;
  seen: Pick<SeenClient, "check" | "mark">;
  inserter: LineInserter;
  /** Id of the push target that gets batches of this type once they are stored; null when there is none. */
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
