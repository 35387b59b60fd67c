import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";

/** 5,000 records each: a day's batches many times over. */
const MAX_CALLS = 100;

/**
 * Forgets receipts of batches settled before `before` (Unix ms); waiting and dead ones stay.
 * @returns records deleted
 */
export async function cleanUpBatches(
  ledger: Pick<IngestLedgerApi, "cleanUp">,
  before: number,
): Promise<number> {
  let total = 0;
  for (let call = 0; call < MAX_CALLS; call++) {
    const { deleted, more } = await ledger.cleanUp(before);
    total += deleted;
    if (!more) break;
  }
  return total;
}
