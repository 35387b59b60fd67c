/** What accepting batches needs; built in `workers/services.ts`, replaced in tests. */
import type { Clock } from "../../shared/clock.ts";
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformAdapter } from "../../shared/platforms/adapter.ts";
import type { BlobStore } from "../../shared/storage.ts";

export interface AcceptServices {
  ledger: Pick<IngestLedgerApi, "register">;
  store: BlobStore;
  adapter(platform: Platform): PlatformAdapter;
  clock: Clock;
  newId(): string;
}
