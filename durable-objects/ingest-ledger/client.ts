import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";

/** The one IngestLedger: groups span platforms, and one consumer at a time writes to ClickHouse. */
export function ingestLedger(namespace: Env["INGEST_LEDGER"]): IngestLedgerApi {
  return namespace.get(namespace.idFromName("ingest"));
}
