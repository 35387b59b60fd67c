/** What accepting and storing batches needs; built in `workers/services.ts`, replaced in tests. */
import type { SeenClient } from "../../durable-objects/seen-index/client.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { Logger } from "../log.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  adapter(platform: Platform): PlatformAdapter;
  clock: { now(): number };
  newId(): string;
}

/** In the order in which a group is inserted: the typed tables are the likeliest to refuse a row. */
export const INGEST_TABLES = ["jobs", "companies", "raw_jobs", "raw_companies", "job_sightings"] as const;
export type IngestTable = (typeof INGEST_TABLES)[number];

/** Inserts lines of JSONEachRow into one table, all or nothing. */
export interface LineInserter {
  /**
   * @param lines each ended by a newline
   * @param token names this very list of lines: repeating both changes nothing
   */
  insertLines(table: IngestTable, lines: Uint8Array, token: string): Promise<void>;
  /** True when the rows are at fault; everything else is tried again for as long as it takes. */
  isRejected(error: unknown): boolean;
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
