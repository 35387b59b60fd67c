/** Batches of IngestLedger: acceptance, receipts, dead letters, spool survey, clean-up. */
import type { IngestStatus, IngestTotals } from "../../shared/contracts/ingest.ts";
import type {
  BatchReceipt,
  BatchState,
  DeadLetter,
  NewBatch,
  NewUpload,
  RegisterResult,
  SpoolSurvey,
} from "../../shared/contracts/ingest-ledger.ts";
import { DATA_TYPES, type DataType, type Platform } from "../../shared/contracts/platform.ts";
import { batchOfSpoolKey } from "../../shared/domain/spool-key.ts";
import { type BatchRow, toReceipt } from "./batch-row.ts";
import { openGroup } from "./groups.ts";
import { isNeeded } from "./push/deliveries.ts";
import { giveUpDropped, waitingInQuarantine } from "./quarantine.ts";
import { type LedgerContext, readLedger } from "./schema.ts";
import { countNew, reopenWaiting } from "./totals.ts";

/** Batches deleted by one call. */
const CLEAN_UP_PAGE = 5000;

type TotalsRow = { [name in keyof IngestTotals]: number } & {
  platform: Platform;
  waiting_batches: number;
  waiting_rows: number;
};

/** A batch begins in this state: one without rows is stored at once. */
export const firstState = ({ spool_key: spoolKey, quality }: NewBatch): BatchState =>
  spoolKey === null ? "stored" : quality?.holds ? "quarantined" : "accepted";

export function register(context: LedgerContext, batch: NewBatch): RegisterResult {
  return context.atomically(() => insertBatch(context, batch, { urgent: false, sender_batch_id: null }));
}

/** Inserts a batch; call it in a transaction. @param urgent the batch waits for no others */
export function insertBatch(
  context: LedgerContext,
  batch: NewBatch,
  { urgent, sender_batch_id: senderBatchId }: Pick<NewUpload, "urgent" | "sender_batch_id">,
): RegisterResult {
  const { sql } = context;
  const known = sql
    .exec<{ state: BatchState; spool_key: string | null }>(
      "SELECT state, spool_key FROM batches WHERE batch_id = ?",
      batch.batch_id,
    )
    .toArray()[0];
  if (known) return { replayed: true, state: known.state, spool_key: known.spool_key };
  const now = context.now();
  const waits = batch.spool_key !== null;
  const quality = waits ? (batch.quality ?? null) : null;
  const state = firstState(batch);
  // A number never comes back, also when the batch that had it is deleted: the totals, and progress of nodes, go by it.
  sql.exec(
    `INSERT INTO batches (seq, batch_id, state, platform, channel, data_type, spool_key, bytes, received, rows, problems,
                            source, request_id, run_id, accepted_at, settled_at, due_at, upload_id, part,
                            sender_batch_id, row_offset, ip, quality)
       VALUES ((SELECT max(counted_seq, ifnull((SELECT max(seq) FROM batches), 0)) + 1 FROM ledger),
               ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    batch.batch_id,
    state,
    batch.platform,
    batch.channel,
    batch.data_type,
    batch.spool_key,
    batch.bytes,
    batch.received,
    batch.rows,
    batch.problems.length > 0 ? JSON.stringify(batch.problems) : null,
    batch.source,
    batch.request_id,
    batch.run_id,
    now,
    waits ? null : now,
    urgent ? now : now + context.settings().lingerMs,
    batch.upload?.id ?? null,
    batch.upload?.part ?? 0,
    senderBatchId,
    batch.upload?.offset ?? 0,
    batch.upload?.ip ?? null,
    quality && JSON.stringify(quality),
  );
  return { replayed: false, state, spool_key: batch.spool_key };
}

export function receipt(context: LedgerContext, batchId: string): BatchReceipt | null {
  const row = context.sql.exec<BatchRow>("SELECT * FROM batches WHERE batch_id = ?", batchId).toArray()[0];
  return row ? toReceipt(row) : null;
}

/** Uses the partial indexes alone, so that none of the batches stored in weeks is read. */
export const OLDEST_WAITING = `SELECT min(accepted_at) AS at FROM (
  SELECT accepted_at FROM batches
    WHERE state = 'frozen' AND group_id IN (SELECT group_id FROM groups WHERE state = 'open')
  ${DATA_TYPES.map(
    (type) => `UNION ALL SELECT * FROM (SELECT accepted_at FROM batches
      WHERE state = 'accepted' AND data_type = '${type}' ORDER BY seq LIMIT 1)`,
  ).join("\n")})`;

export function status({ sql, atomically }: LedgerContext): IngestStatus {
  const totals = atomically(() => {
    countNew(sql);
    return sql.exec<TotalsRow>("SELECT * FROM totals").toArray();
  });
  const oldest = sql.exec<{ at: number | null }>(OLDEST_WAITING).one();
  const quarantine = waitingInQuarantine(sql);
  const dead = sql.exec<{ n: number }>("SELECT count(*) AS n FROM batches WHERE state = 'dead'").one();
  return {
    waiting_batches: totals.reduce((sum, row) => sum + row.waiting_batches, 0),
    waiting_rows: totals.reduce((sum, row) => sum + row.waiting_rows, 0),
    oldest_waiting_at: oldest.at,
    dead_batches: dead.n,
    quarantined_batches: quarantine.batches,
    quarantined_rows: quarantine.rows,
    last_error: readLedger(sql).last_error,
    by_platform: Object.fromEntries(
      totals.map(({ platform, batches, received, inserted, changed, duplicates, invalid }) => [
        platform,
        { batches, received, inserted, changed, duplicates, invalid },
      ]),
    ),
  };
}

/** Lists dead batches newest first, older than `beforeSeq`. */
export function listDead(context: LedgerContext, limit: number, beforeSeq?: number): DeadLetter[] {
  return context.sql
    .exec<BatchRow>(
      "SELECT * FROM batches WHERE state = 'dead' AND seq < ? ORDER BY seq DESC LIMIT ?",
      beforeSeq ?? Number.MAX_SAFE_INTEGER,
      limit,
    )
    .toArray()
    .map((row) => ({ seq: row.seq, ...toReceipt(row) }));
}

function deadAmong(sql: SqlStorage, batchIds: string[]) {
  return sql
    .exec<{ batch_id: string; data_type: DataType; spool_key: string }>(
      `SELECT batch_id, data_type, spool_key FROM batches
       WHERE state = 'dead' AND batch_id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
      JSON.stringify(batchIds),
    )
    .toArray();
}

/** Puts each replayed batch alone in a group, so that one that is still rejected holds up no other. */
export function replayDead(context: LedgerContext, batchIds: string[]): number {
  return context.atomically(() => {
    const dead = deadAmong(context.sql, batchIds);
    for (const batch of dead) {
      context.sql.exec(
        "UPDATE batches SET attempts = 0, error = NULL, settled_at = NULL WHERE batch_id = ?",
        batch.batch_id,
      );
      openGroup(context, batch.data_type, [batch.batch_id], 0);
    }
    reopenWaiting(
      context.sql,
      dead.map((batch) => batch.batch_id),
    );
    return dead.length;
  });
}

/** Discards dead batches. @returns their spool keys */
export function discardDead(context: LedgerContext, batchIds: string[]): string[] {
  return context.atomically(() => {
    const dead = deadAmong(context.sql, batchIds);
    context.sql.exec(
      `UPDATE batches SET state = 'discarded', settled_at = ?
       WHERE state = 'dead' AND batch_id IN (SELECT value FROM json_each(?))`,
      context.now(),
      JSON.stringify(batchIds),
    );
    return dead.map((batch) => batch.spool_key);
  });
}

/** Sorts spool keys: unknown ones, and those of which nothing is needed any more. */
export function survey(context: LedgerContext, spoolKeys: string[]): SpoolSurvey {
  const result: SpoolSurvey = { unknown: [], spent: [] };
  for (const key of spoolKeys) {
    const batchId = batchOfSpoolKey(key);
    if (batchId === null) continue;
    const row = context.sql
      .exec<{ state: BatchState; spool_key: string | null }>(
        "SELECT state, spool_key FROM batches WHERE batch_id = ?",
        batchId,
      )
      .toArray()[0];
    if (!row) result.unknown.push(key);
    else if (row.spool_key !== key || row.state === "discarded") result.spent.push(key);
    else if (row.state === "stored" && !isNeeded(context.sql, key)) result.spent.push(key);
  }
  return result;
}

/** The lowest `seq` of a batch accepted at or after `at` (Unix ms), found by halving: `seq` grows with the time. */
function firstAcceptedSince(sql: SqlStorage, at: number): number {
  const { lowest, highest } = sql
    .exec<{ lowest: number; highest: number }>(
      "SELECT ifnull(min(seq), 0) AS lowest, ifnull(max(seq), -1) AS highest FROM batches",
    )
    .one();
  let low = lowest;
  let high = highest + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { seq, accepted_at: acceptedAt } = sql
      .exec<{ seq: number; accepted_at: number }>(
        "SELECT seq, accepted_at FROM batches WHERE seq >= ? ORDER BY seq LIMIT 1",
        middle,
      )
      .one();
    if (acceptedAt >= at) high = middle;
    else low = seq + 1;
  }
  return low;
}

/** Counts the batches that `cleanUp` would delete. @param before Unix ms */
export const countSettled = (sql: SqlStorage, before: number): number =>
  sql
    .exec<{ count: number }>(
      `SELECT count(*) AS count FROM batches WHERE seq < ? AND state IN ('stored', 'discarded') AND settled_at < ?
         AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.batch_id = batches.batch_id)`,
      firstAcceptedSince(sql, before),
      before,
    )
    .one().count;

/** Deletes settled batches, confirmed groups and uploads without batches. @param before Unix ms */
export function cleanUp(context: LedgerContext, before: number): { deleted: number; more: boolean } {
  return context.atomically(() => {
    countNew(context.sql);
    giveUpDropped(context, before);
    const deleted = context.sql
      .exec<{ seq: number }>(
        `DELETE FROM batches WHERE seq IN (
           SELECT seq FROM batches WHERE seq < ? AND state IN ('stored', 'discarded') AND settled_at < ?
             AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.batch_id = batches.batch_id)
           ORDER BY seq LIMIT ?) RETURNING seq`,
        firstAcceptedSince(context.sql, before),
        before,
        CLEAN_UP_PAGE,
      )
      .toArray().length;
    context.sql.exec("DELETE FROM groups WHERE state = 'confirmed' AND closed_at < ?", before);
    context.sql.exec(
      `DELETE FROM uploads WHERE accepted_at < ? AND NOT EXISTS (
         SELECT 1 FROM batches WHERE batches.upload_id = uploads.upload_id)`,
      before,
    );
    return { deleted, more: deleted === CLEAN_UP_PAGE };
  });
}
