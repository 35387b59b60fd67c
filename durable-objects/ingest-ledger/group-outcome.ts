/** How a group ends: its selection is saved, then it is confirmed, or fails and is retried, halved or dead. */
import { backoffMs } from "../../shared/backoff.ts";
import type { ConfirmedBatch, FailureKind } from "../../shared/contracts/ingest-ledger.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import { batchesOf, findHeld, openGroup } from "./groups.ts";
import { addDeliveries } from "./push/deliveries.ts";
import { type LedgerContext, readLedger } from "./schema.ts";
import { settleWaiting } from "./totals.ts";

/**
 * Saves the verdicts of a group's rows before its insert, so that a retry inserts the same rows.
 * @returns the selection that was saved first
 */
export function saveSelection(
  context: LedgerContext,
  groupId: string,
  fence: number,
  selection: string[],
): LedgerResult<string[]> {
  return context.atomically(() => {
    const group = findHeld(context.sql, groupId, fence);
    if (!group.ok) return group;
    if (group.value.selection !== null) {
      return { ok: true, value: JSON.parse(group.value.selection) as string[] };
    }
    if (selection.length !== batchesOf(context.sql, group.value).length) {
      return { ok: false, code: "invalid_state", message: "the selection does not fit the group's batches" };
    }
    context.sql.exec(
      "UPDATE groups SET selection = ? WHERE group_id = ?",
      JSON.stringify(selection),
      groupId,
    );
    return { ok: true, value: selection };
  });
}

/** Settles the batches of a group that ClickHouse has stored. Repeating it changes nothing. */
export function confirm(
  context: LedgerContext,
  groupId: string,
  fence: number,
  counts: ConfirmedBatch[],
  pushTo: string | null = null,
): LedgerResult<null> {
  const { sql } = context;
  return context.atomically(() => {
    const group = findHeld(sql, groupId, fence);
    if (!group.ok) return group.code === "invalid_state" ? { ok: true, value: null } : group;
    const batchIds = batchesOf(sql, group.value).map((batch) => batch.batch_id);
    if (batchIds.length !== counts.length) {
      return { ok: false, code: "invalid_state", message: "the counts do not fit the group's batches" };
    }
    const now = context.now();
    settleWaiting(sql, batchIds);
    if (pushTo !== null) addDeliveries(context, pushTo, batchIds);
    sql.exec(
      `UPDATE batches SET state = 'stored', error = NULL, settled_at = ?2,
         inserted = done.value ->> 1, changed = done.value ->> 2, duplicates = done.value ->> 3, verdicts = done.value ->> 4
       FROM json_each(?1) AS done WHERE batch_id = done.value ->> 0`,
      JSON.stringify(
        counts.map(({ inserted, changed, duplicates, verdicts }, i) => [
          batchIds[i],
          inserted,
          changed,
          duplicates,
          verdicts,
        ]),
      ),
      now,
    );
    sql.exec(
      `UPDATE totals SET inserted = inserted + done.i, changed = changed + done.c, duplicates = duplicates + done.d
       FROM (SELECT platform, sum(inserted) AS i, sum(changed) AS c, sum(duplicates) AS d FROM batches
             WHERE batch_id IN (SELECT value FROM json_each(?)) GROUP BY platform) AS done
       WHERE totals.platform = done.platform`,
      JSON.stringify(batchIds),
    );
    sql.exec(
      "UPDATE groups SET state = 'confirmed', selection = NULL, closed_at = ? WHERE group_id = ?",
      now,
      groupId,
    );
    sql.exec("UPDATE ledger SET outage_failures = 0, not_before = 0, last_error = NULL");
    return { ok: true, value: null };
  });
}

/**
 * Ends the lease of a group that was not stored. While ClickHouse is unavailable, all groups wait. A rejected group loses
 * its faulty batches, or is halved until they are found.
 * @returns the wait before the next try, milliseconds
 */
export function failGroup(
  context: LedgerContext,
  groupId: string,
  fence: number,
  error: string,
  kind: FailureKind,
  faultyBatchIds: string[],
): LedgerResult<{ wait_ms: number }> {
  const { sql } = context;
  return context.atomically(() => {
    const group = findHeld(sql, groupId, fence);
    if (!group.ok) return group;
    const now = context.now();
    if (kind === "unavailable") {
      sql.exec("UPDATE groups SET holder = NULL, lease_until = 0 WHERE group_id = ?", groupId);
      const failures = readLedger(sql).outage_failures + 1;
      const waitMs = backoffMs(failures - 1, context.settings().retry);
      sql.exec(
        "UPDATE ledger SET outage_failures = ?, not_before = ?, last_error = ?",
        failures,
        now + waitMs,
        error,
      );
      return { ok: true, value: { wait_ms: waitMs } };
    }
    sql.exec("UPDATE ledger SET last_error = ?", error);
    const batchIds = batchesOf(sql, group.value).map((batch) => batch.batch_id);
    // New groups get new tokens and verdicts, because other groups may store rows before them.
    sql.exec("DELETE FROM groups WHERE group_id = ?", groupId);
    const { data_type: dataType } = group.value;
    const faulty = batchIds.length === 1 ? batchIds : batchIds.filter((id) => faultyBatchIds.includes(id));
    if (faulty.length > 0) {
      const rest = batchIds.filter((id) => !faulty.includes(id));
      if (rest.length > 0) openGroup(context, dataType, rest, 0);
      const waits = faulty.map((id) => retryOrKill(context, dataType, id, error));
      return { ok: true, value: { wait_ms: rest.length > 0 ? 0 : Math.min(...waits) } };
    }
    const middle = Math.ceil(batchIds.length / 2);
    openGroup(context, dataType, batchIds.slice(0, middle), 0);
    openGroup(context, dataType, batchIds.slice(middle), 0);
    return { ok: true, value: { wait_ms: 0 } };
  });
}

/**
 * Counts a rejection of one batch. It is retried alone in its group after a backoff, or dead once its tries are used up.
 * @returns the wait, milliseconds; 0 when it is dead
 */
function retryOrKill(context: LedgerContext, dataType: DataType, batchId: string, error: string): number {
  const { sql } = context;
  const now = context.now();
  const settings = context.settings();
  const { attempts } = sql
    .exec<{ attempts: number }>(
      "UPDATE batches SET attempts = attempts + 1, error = ? WHERE batch_id = ? RETURNING attempts",
      error,
      batchId,
    )
    .one();
  if (attempts < settings.attempts) {
    const waitMs = backoffMs(attempts - 1, settings.retry);
    openGroup(context, dataType, [batchId], now + waitMs);
    return waitMs;
  }
  settleWaiting(sql, [batchId]);
  sql.exec(
    "UPDATE batches SET state = 'dead', group_id = NULL, settled_at = ? WHERE batch_id = ?",
    now,
    batchId,
  );
  return 0;
}

/** Unix ms at which the newest group was stored; null when none is remembered. */
export const newestStored = ({ sql }: LedgerContext): number | null =>
  sql.exec<{ at: number | null }>("SELECT max(closed_at) AS at FROM groups WHERE state = 'confirmed'").one()
    .at;
