/**
 * Batches that are far off their baseline (X14). They wait outside of all groups. A release makes groups of them in one
 * transaction, and from there they go the way of every batch: a repeated release finds nothing to release.
 */
import {
  GROUP_LIMITS,
  type QuarantinedBatch,
  type QuarantineFilter,
} from "../../shared/contracts/ingest-ledger.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type {
  Decider,
  QualityVerdict,
  QuarantineDecision,
  QuarantineState,
} from "../../shared/contracts/quality.ts";
import { type BatchRow, toReceipt } from "./batch-row.ts";
import { fill, openGroup } from "./groups.ts";
import type { LedgerContext } from "./schema.ts";
import { countNew, reopenWaiting } from "./totals.ts";

/** A sender has at most this many batches in quarantine: what it sends beyond is refused, so that none floods the list. */
export const MAX_QUARANTINED = 1000;

const isDecided = (kind: QuarantineDecision["kind"]) => `decision ->> 'kind' = '${kind}'`;
const CONDITIONS: Record<QuarantineState, string> = {
  waiting: "state = 'quarantined'",
  released: isDecided("released"),
  dropped: isDecided("dropped"),
  noted: "state != 'quarantined' AND decision IS NULL",
};

type QuarantineRow = BatchRow & { quality: string; decision: string | null };

const toQuarantined = (row: QuarantineRow): QuarantinedBatch => ({
  ...toReceipt(row),
  seq: row.seq,
  quality: JSON.parse(row.quality) as QualityVerdict,
  decision: row.decision === null ? null : (JSON.parse(row.decision) as QuarantineDecision),
});

/** Newest first. */
export function listQuarantine(
  { sql }: LedgerContext,
  limit: number,
  { state, platform, beforeSeq }: QuarantineFilter,
): QuarantinedBatch[] {
  const conditions = ["quality IS NOT NULL", "seq < ?1", "(?2 IS NULL OR platform = ?2)"];
  if (state !== undefined) conditions.push(CONDITIONS[state]);
  return sql
    .exec<QuarantineRow>(
      `SELECT * FROM batches WHERE ${conditions.join(" AND ")} ORDER BY seq DESC LIMIT ?3`,
      beforeSeq ?? Number.MAX_SAFE_INTEGER,
      platform ?? null,
      limit,
    )
    .toArray()
    .map(toQuarantined);
}

export function quarantined({ sql }: LedgerContext, batchId: string): QuarantinedBatch | null {
  const row = sql
    .exec<QuarantineRow>("SELECT * FROM batches WHERE batch_id = ? AND quality IS NOT NULL", batchId)
    .toArray()[0];
  return row ? toQuarantined(row) : null;
}

/** Batches that wait, and their rows. */
export const waitingInQuarantine = (sql: SqlStorage): { batches: number; rows: number } =>
  sql
    .exec<{ batches: number; rows: number }>(
      "SELECT count(*) AS batches, ifnull(sum(rows), 0) AS rows FROM batches WHERE state = 'quarantined'",
    )
    .one();

/** True when the sender has no room for `added` more batches that wait. */
export function isFull(sql: SqlStorage, source: string, added: number): boolean {
  if (added === 0) return false;
  const { waiting } = sql
    .exec<{ waiting: number }>(
      "SELECT count(*) AS waiting FROM batches WHERE state = 'quarantined' AND source = ?",
      source,
    )
    .one();
  return waiting + added > MAX_QUARANTINED;
}

type Candidate = { batch_id: string; data_type: DataType; rows: number; bytes: number };

const candidates = (sql: SqlStorage, batchIds: readonly string[], states: string): Candidate[] =>
  sql
    .exec<Candidate>(
      `SELECT batch_id, data_type, rows, bytes FROM batches
       WHERE batch_id IN (SELECT value FROM json_each(?)) AND state IN (${states}) ORDER BY seq`,
      JSON.stringify(batchIds),
    )
    .toArray();

/** Records a decision. A dropped batch is settled by it; a released one waits again, and its group gives it its state. */
function decide(
  { sql, now }: LedgerContext,
  batchIds: readonly string[],
  kind: QuarantineDecision["kind"],
  { by, why }: Decider,
): void {
  const decision: QuarantineDecision = { kind, by, why, at: now() };
  const isDropped = kind === "dropped";
  sql.exec(
    `UPDATE batches SET decision = ?1, state = ifnull(?2, state), settled_at = ?3
     WHERE batch_id IN (SELECT value FROM json_each(?4))`,
    JSON.stringify(decision),
    isDropped ? "dropped" : null,
    isDropped ? decision.at : null,
    JSON.stringify(batchIds),
  );
}

/** @returns ids of the batches released now */
export function release(context: LedgerContext, batchIds: readonly string[], decider: Decider): string[] {
  const { sql, atomically } = context;
  return atomically(() => {
    countNew(sql);
    const found = candidates(sql, batchIds, "'quarantined', 'dropped'");
    const ids = found.map((batch) => batch.batch_id);
    if (ids.length === 0) return ids;
    decide(context, ids, "released", decider);
    openGroups(context, found);
    reopenWaiting(sql, ids);
    return ids;
  });
}

/** Freezes batches into groups of one data type that one insert takes. */
function openGroups(context: LedgerContext, batches: readonly Candidate[]): void {
  for (const [dataType, ofType] of Map.groupBy(batches, (batch) => batch.data_type)) {
    let rest = ofType;
    while (rest.length > 0) {
      const head = fill(rest, GROUP_LIMITS).batches.map((batch) => batch.batch_id);
      openGroup(context, dataType, head, 0);
      rest = rest.slice(head.length);
    }
  }
}

/** @returns ids of the batches dropped now */
export function drop(context: LedgerContext, batchIds: readonly string[], decider: Decider): string[] {
  const { sql, atomically } = context;
  return atomically(() => {
    countNew(sql);
    const ids = candidates(sql, batchIds, "'quarantined'").map((batch) => batch.batch_id);
    if (ids.length === 0) return ids;
    decide(context, ids, "dropped", decider);
    return ids;
  });
}

/** Gives up batches that were dropped before `before` (Unix ms): the sweep deletes their spool objects. */
export function giveUpDropped({ sql, now }: LedgerContext, before: number): void {
  sql.exec(
    "UPDATE batches SET state = 'discarded', settled_at = ? WHERE state = 'dropped' AND settled_at < ?",
    now(),
    before,
  );
}
