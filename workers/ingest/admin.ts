/** The ingest as people look at it and set it right. */
import type { BatchReceipt, IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { BlobStore } from "../../shared/storage.ts";
import { readRawRows } from "./raw-rows.ts";

/** The part of the IngestLedger that people use. */
export type IngestAdmin = Pick<
  IngestLedgerApi,
  "status" | "listDead" | "replayDead" | "receipt" | "discardDead"
> & {
  /** The first rows of a batch as they were sent; null when its spool object is gone. */
  rawRows(batch: Pick<BatchReceipt, "batchId" | "spoolKey">, most: number): Promise<unknown[] | null>;
};

export const ingestAdmin = (ledger: IngestLedgerApi, store: BlobStore): IngestAdmin => ({
  status: () => ledger.status(),
  listDead: (limit, beforeSeq) => ledger.listDead(limit, beforeSeq),
  replayDead: (ids) => ledger.replayDead(ids),
  discardDead: (ids) => ledger.discardDead(ids),
  receipt: (id) => ledger.receipt(id),
  rawRows: (batch, most) => readRawRows(store, batch, most),
});
