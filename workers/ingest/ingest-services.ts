/** What accepting and storing batches needs; built in `workers/services.ts`, replaced in tests. */
import type { SeenClient } from "../../durable-objects/seen-index/client.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Logger } from "../log.ts";
import type { LineInserter } from "./line-inserter.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  adapter(platform: Platform): PlatformAdapter;
  clock: { now(): number };
  newId(): string;
}

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
