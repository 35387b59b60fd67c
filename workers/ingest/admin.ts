/** The ingest operations that operators use to inspect and repair batches. */
import type { BatchReceipt, IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { BlobStore } from "../../shared/storage.ts";
import { readRawRows } from "./raw-rows.ts";

/** The IngestLedger operations for operators. */
export type IngestAdmin = Pick<
  IngestLedgerApi,
  | "status"
  | "listDead"
  | "replayDead"
  | "receipt"
  | "discardDead"
  | "listQuarantine"
  | "quarantined"
  | "releaseQuarantined"
  | "dropQuarantined"
> & {
  /** @returns the first rows of a batch as they were sent; null when its spool object is gone */
  rawRows(batch: Pick<BatchReceipt, "batch_id" | "spool_key">, limit: number): Promise<unknown[] | null>;
};

export const ingestAdmin = (ledger: IngestLedgerApi, store: BlobStore): IngestAdmin => ({
  status: () => ledger.status(),
  listDead: (limit, beforeSeq) => ledger.listDead(limit, beforeSeq),
  replayDead: (ids) => ledger.replayDead(ids),
  discardDead: (ids) => ledger.discardDead(ids),
  receipt: (id) => ledger.receipt(id),
  listQuarantine: (limit, filter) => ledger.listQuarantine(limit, filter),
  quarantined: (id) => ledger.quarantined(id),
  releaseQuarantined: (ids, decider) => ledger.releaseQuarantined(ids, decider),
  dropQuarantined: (ids, decider) => ledger.dropQuarantined(ids, decider),
  rawRows: (batch, limit) => readRawRows(store, batch, limit),
});
