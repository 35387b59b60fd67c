/**
 * Sweeps the spool: registers objects whose batch was never registered (a crash between the two writes of `accept`)
 * from their header, and deletes objects that nobody will read again, or whose batch the ledger may have forgotten.
 */
import { dayOfSpoolKey, SPOOL_PREFIX } from "../../shared/domain/spool-key.ts";
import { BATCHES_KEPT_MS } from "./clean-up.ts";
import type { SweepServices } from "./ingest-services.ts";
import { unpackSpool } from "./pack-spool.ts";
import { readSpoolHeader, SpoolDamaged, toNewBatch } from "./spool-header.ts";

/** A younger object may be about to be registered, or to be deleted as a replay. */
const MIN_AGE_MS = 600_000;
/** Age at which a part of an upload counts as abandoned; an upload takes at most ten minutes. */
const PART_AGE_MS = 1_800_000;
/** Lists of 1,000 objects per sweep; the next sweep continues where this one ended. */
const PAGES_PER_SWEEP = 5;

export interface SweepReport {
  looked: number;
  registered: number;
  deleted: number;
  /** Unreadable objects of unknown batches; they stay for an operator to inspect. */
  damaged: number;
}

export async function sweepSpool(services: SweepServices): Promise<SweepReport> {
  const { ledger, store, logger } = services;
  const report: SweepReport = { looked: 0, registered: 0, deleted: 0, damaged: 0 };
  const before = services.clock.now() - MIN_AGE_MS;
  let cursor = await ledger.sweepCursor();
  for (let page = 0; page < PAGES_PER_SWEEP; page++) {
    const list = await store.list(SPOOL_PREFIX, cursor ?? undefined);
    const old = list.blobs.filter((blob) => blob.uploadedAt < before);
    const abandoned = new Set(
      old.filter((blob) => blob.uploadedAt < before - PART_AGE_MS).map((blob) => blob.key),
    );
    report.looked += list.blobs.length;
    if (old.length > 0) {
      const { unknown, spent } = await ledger.survey(old.map((blob) => blob.key));
      for (const key of unknown) {
        try {
          const packed = await store.getBytes(key);
          if (packed === null) continue;
          const body = unpackSpool(packed);
          const header = readSpoolHeader(body);
          if (header.upload) {
            // The object is a part of an upload that was cut off or is still being received.
            if (abandoned.has(key)) spent.push(key);
            continue;
          }
          if (dayOfSpoolKey(key) < services.clock.now() - BATCHES_KEPT_MS) {
            // The ledger may have forgotten its batch, which was stored: stored again, old rows would pass for a change
            // of newer ones. One that was never registered was never called accepted.
            logger.warn("ingest.spool-forgotten", { key, batch_id: header.batch_id });
            spent.push(key);
            continue;
          }
          const { spool_key: spoolKey } = await ledger.register(
            toNewBatch(header, { key, bytes: body.length }),
          );
          // Another copy of the batch was registered first: the next sweep deletes this one.
          if (spoolKey === key) report.registered++;
        } catch (error) {
          if (!(error instanceof SpoolDamaged)) throw error;
          report.damaged++;
          logger.error("ingest.spool-damaged", { key, error: error.message });
        }
      }
      await store.delete(spent);
      report.deleted += spent.length;
    }
    cursor = list.cursor;
    if (cursor === null) break;
  }
  await ledger.saveSweepCursor(cursor);
  return report;
}
