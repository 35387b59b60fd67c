/**
 * Makes a batch durable (X3, X8): parses it, writes it to the spool and registers it. A page's checkpoint may move
 * only after this. A crash between the two writes leaves an object that the sweep registers.
 */
import type { AcceptResult, IngestBatch } from "../../shared/contracts/ingest.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import type { AcceptServices } from "./ingest-services.ts";
import { spoolObject } from "./pack-spool.ts";
import { prepareBatch } from "./prepare.ts";
import { toNewBatch } from "./spool-header.ts";

/** Allows only letters that need no escape in a URL or a file name. */
const BATCH_ID = /^[A-Za-z0-9._~-]{1,128}$/;

/**
 * Accepts a batch once: a call with a known batch id changes nothing, whatever its rows.
 * @throws ApiError `validation_failed` when the batch id has characters that are not allowed or is too long
 */
export async function acceptBatch(services: AcceptServices, batch: IngestBatch): Promise<AcceptResult> {
  if (!BATCH_ID.test(batch.batch_id)) {
    const reason = "is not 1 to 128 letters, digits or . _ ~ -";
    throw new ApiError("validation_failed", `batch_id ${reason}`, [{ field: "batch_id", reason }]);
  }
  const entry = services.entry(batch.platform, batch.channel, batch.data_type);
  await services.quality.ready();
  const prepared = prepareBatch(batch, entry, (quality) => services.quality.judge(batch, quality));
  const { header, entries, invalid } = prepared;
  const object = spoolObject(prepared, services);
  if (object) await services.store.put(object.key, object.packed);
  const registered = await services.ledger.register(toNewBatch(header, object));
  if (object && registered.spool_key !== object.key) await services.store.delete([object.key]);
  return {
    batch_id: batch.batch_id,
    replayed: registered.replayed,
    received: batch.rows.length,
    entries,
    invalid,
    quarantined: registered.state === "quarantined",
  };
}
