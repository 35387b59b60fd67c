import type { IngestLedgerApi } from "../../shared/contracts/ingest-ledger.ts";
import { DAY_MS } from "../../shared/time.ts";

/** Receipts are promised for this long. */
export const BATCHES_KEPT_MS = 14 * DAY_MS;

/** One call deletes 5,000 records; this is many times the batches of a day. */
const MAX_CALLS = 100;

/**
 * Deletes receipts of batches settled before `before` (Unix ms); waiting and dead batches stay.
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
