/** What an ingest says that has nothing to do. */
import type { IngestStatus } from "../../shared/contracts/ingest.ts";

export const IDLE_INGEST: Readonly<IngestStatus> = {
  waiting_batches: 0,
  waiting_rows: 0,
  oldest_waiting_at: null,
  dead_batches: 0,
  quarantined_batches: 0,
  quarantined_rows: 0,
  last_error: null,
  by_platform: {},
};
