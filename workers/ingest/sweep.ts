/**
 * Looks after the spool: objects whose batch was never registered (a crash between the two writes of
 * `accept`) are registered from their header, objects nobody will read again are deleted.
 */
import { SPOOL_PREFIX } from "../../shared/domain/spool-key.ts";
import type { SweepServices } from "./ingest-services.ts";
import { unpackSpool } from "./pack-spool.ts";
import { readSpoolHeader, SpoolDamaged, toNewBatch } from "./spool-header.ts";

/** A younger object may be on its way to the ledger, or to the trash of a replay. */
const MIN_AGE_MS = 600_000;
/** An upload takes at most ten minutes. */
const PART_AGE_MS = 1_800_000;
/** Lists of 1,000 per sweep; the next sweep goes on where this one ended. */
const PAGES_PER_SWEEP = 5;

export interface SweepReport {
  looked: number;
  registered: number;
  deleted: number;
  /** Unreadable objects of unknown batches, left for a person. */
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
    const leftBehind = new Set(
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
            // A part of an upload that broke off, or is still coming.
            if (leftBehind.has(key)) spent.push(key);
            continue;
          }
          const { spoolKey } = await ledger.register(toNewBatch(header, { key, bytes: body.length }));
          // Another copy of the batch was first: the next sweep deletes this one.
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
