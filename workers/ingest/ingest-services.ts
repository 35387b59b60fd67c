/** Services of the ingest (accept, consume and sweep), which `workers/services.ts` builds and tests replace. */
import type { Clock } from "../../shared/clock.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import type { ingestEntry } from "../../shared/platforms/registry.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { QualityCheck } from "../quality/quality-check.ts";
import type { LineInserter } from "./line-inserter.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  /** Looks a kind of rows up in the registry: whether it is accepted, how it is parsed and where it is stored. */
  entry: typeof ingestEntry;
  quality: QualityCheck;
  clock: Clock;
  newId(): string;
}

export interface ConsumeServices {
  ledger: Pick<IngestLedgerApi, "takeGroup" | "renewGroup" | "saveSelection" | "confirm" | "failGroup">;
  store: BlobStore;
  seen: Pick<SeenClient, "check" | "mark">;
  inserter: LineInserter;
  /** @returns id of the push target that gets batches of this type once they are stored; null when there is none */
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
