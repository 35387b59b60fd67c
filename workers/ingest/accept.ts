/**
 * Makes a batch durable (X3, X8): parsed, laid down in the spool, registered. Only after this may a page's
 * checkpoint move. A crash between the two writes leaves an object that the sweep registers.
 */
import type { AcceptResult, IngestBatch } from "../../shared/contracts/ingest.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import type { AcceptServices } from "./ingest-services.ts";
import { spoolObject } from "./pack-spool.ts";
import { prepareBatch } from "./prepare.ts";
import { toNewBatch } from "./spool-header.ts";

/** Letters that need no escape in a URL or a file name. */
const BATCH_ID = /^[A-Za-z0-9._~-]{1,128}$/;

/**
 * Sending the same batch id again changes nothing, whatever the rows.
 * @throws ApiError `validation_failed` when the batch id cannot be kept
 */
export async function acceptBatch(services: AcceptServices, batch: IngestBatch): Promise<AcceptResult> {
  if (!BATCH_ID.test(batch.batchId)) {
    const reason = "is not 1 to 128 letters, digits or . _ ~ -";
    throw new ApiError("validation_failed", `batch_id ${reason}`, [{ field: "batch_id", reason }]);
  }
  const prepared = prepareBatch(batch, services.entry(batch.platform, batch.channel, batch.dataType));
  const { header, entries, invalid } = prepared;
  const object = spoolObject(prepared, services);
  if (object) await services.store.put(object.key, object.packed);
  const registered = await services.ledger.register(toNewBatch(header, object));
  if (object && registered.spoolKey !== object.key) await services.store.delete([object.key]);
  return {
    batchId: batch.batchId,
    replayed: registered.replayed,
    received: batch.rows.length,
    entries,
    invalid,
  };
}
