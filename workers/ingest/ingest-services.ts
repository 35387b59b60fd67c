/** What accepting and storing batches needs; built in `workers/services.ts`, replaced in tests. */
import type { SeenClient } from "../../durable-objects/seen-index/client.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Logger } from "../log.ts";
import type { LineInserter } from "./line-inserter.ts";

export interface ConsumeServices {
  ledger: Pick<IngestLedgerApi, "takeGroup" | "renewGroup" | "saveSelection" | "confirm" | "failGroup">;
  store: BlobStore;
  seen: Pick<SeenClient, "check" | "mark">;
  inserter: LineInserter;
  clock: { now(): number };
  logger: Logger;
}

export interface SweepServices {
  ledger: Pick<IngestLedgerApi, "survey" | "register" | "sweepCursor" | "saveSweepCursor">;
  store: BlobStore;
  clock: { now(): number };
  logger: Logger;
}
