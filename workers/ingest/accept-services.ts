/** What accepting batches needs; built in `workers/services.ts`, replaced in tests. */
import type { Clock } from "../../shared/clock.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { ingestEntry } from "../../shared/platforms/registry.ts";
import type { BlobStore } from "../../shared/storage.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  /** The registry: which rows are taken, how they are read and where they go. */
  entry: typeof ingestEntry;
  clock: Clock;
  newId(): string;
}
