/** The ingest as people look at it and set it right. */
import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import type { BlobStore } from "../../shared/storage.ts";
import type { IngestAdmin } from "../api/services.ts";
import { readRawRows } from "./raw-rows.ts";

export const ingestAdmin = (ledger: IngestLedgerApi, store: BlobStore): IngestAdmin => ({
  status: () => ledger.status(),
  listDead: (limit, beforeSeq) => ledger.listDead(limit, beforeSeq),
  replayDead: (ids) => ledger.replayDead(ids),
  discardDead: (ids) => ledger.discardDead(ids),
  receipt: (id) => ledger.receipt(id),
  rawRows: (batch, most) => readRawRows(store, batch, most),
});
