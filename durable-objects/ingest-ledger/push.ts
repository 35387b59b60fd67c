/** The pushes' side of IngestLedger: what is sent on to targets, each once, however often it must be tried. */
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import type { Channel, DataType, Platform } from "../../shared/contracts/platform.ts";
import {
  type FailedPush,
  PUSH_TRIES_MS,
  type PushCount,
  type PushEnd,
  type TakenPush,
} from "../../shared/contracts/push.ts";
import { backoffMs, type LedgerContext, toUploadIds, type UploadColumns } from "./schema.ts";

/** Longer than a consumer needs for all pushes that it takes at once. */
const LEASE_MS = 120_000;
const RETRY = { retryBaseMs: 2000, retryMaxMs: 1_800_000 };
/** A target may ask for more patience, up to this. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * `due_at` of a push that is lent is the end of its lease: what its holder does not end is due again then. A lane is
 * a target's line; it rests until `not_before` while the target fails, and for ever while it is stopped.
 */
export const PUSH_TABLES = `
CREATE TABLE IF NOT EXISTS pushes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id TEXT NOT NULL UNIQUE,
  target_id TEXT NOT NULL,
  spool_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  fence INTEGER NOT NULL DEFAULT 0,
  tried_at INTEGER,
  error TEXT,
  created_at INTEGER NOT NULL,
  dead_at INTEGER
);
CREATE INDEX IF NOT EXISTS pushes_due ON pushes (target_id, due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS pushes_oldest ON pushes (target_id, created_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS pushes_dead ON pushes (target_id, seq) WHERE state = 'dead';
CREATE TABLE IF NOT EXISTS push_lanes (
  target_id TEXT PRIMARY KEY,
  stopped INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER,
  not_before INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  pushed INTEGER NOT NULL DEFAULT 0,
  last_pushed_at INTEGER
);
`;

type LaneRow = {
  target_id: string;
  stopped: number;
  failures: number;
  failing_since: number | null;
  not_before: number;
  last_error: string | null;
  pushed: number;
  last_pushed_at: number | null;
};

type PushRow = {
  seq: number;
  batch_id: string;
  target_id: string;
  spool_key: string;
  attempts: number;
  fence: number;
  tried_at: number | null;
  error: string | null;
  created_at: number;
  dead_at: number | null;
};

type PushedBatch = PushRow &
  UploadColumns & {
    platform: Platform;
    channel: Channel;
    data_type: DataType;
    received: number;
    bytes: number;
  };

const toTaken = (row: PushedBatch): TakenPush => ({
  seq: row.seq,
  fence: row.fence,
  batchId: row.batch_id,
  ...toUploadIds(row),
  spoolKey: row.spool_key,
  platform: row.platform,
  channel: row.channel,
  dataType: row.data_type,
});

const toFailed = (row: PushedBatch): FailedPush => ({
  ...toTaken(row),
  received: row.received,
  bytes: row.bytes,
  attempts: row.attempts,
  error: row.error,
  createdAt: row.created_at,
  deadAt: row.dead_at ?? 0,
});

const BATCH_COLUMNS = `batches.platform, batches.channel, batches.data_type, batches.received, batches.bytes,
  batches.upload_id, batches.part, batches.sender_batch_id`;

/** Inside the transaction that stores the batches. */
export function addPushes({ sql, now }: LedgerContext, targetId: string, batchIds: string[]): void {
  sql.exec(
    `INSERT INTO pushes (batch_id, target_id, spool_key, due_at, created_at)
     SELECT batch_id, ?2, spool_key, ?3, ?3 FROM batches
     WHERE batch_id IN (SELECT value FROM json_each(?1)) AND spool_key IS NOT NULL ORDER BY seq`,
    JSON.stringify(batchIds),
    targetId,
    now(),
  );
  // Who confirms has just read that the target is there.
  sql.exec("INSERT INTO push_lanes (target_id) VALUES (?) ON CONFLICT DO UPDATE SET stopped = 0", targetId);
}

/** Does a push still need this spool object? */
export const isNeeded = (sql: SqlStorage, spoolKey: string): boolean =>
  sql.exec("SELECT 1 FROM pushes WHERE spool_key = ?", spoolKey).toArray().length > 0;

/** When each lane has something to hand out, Unix ms, possibly past. */
export function dueLanes(sql: SqlStorage): { targetId: string; at: number }[] {
  return sql
    .exec<{ target_id: string; at: number | null }>(
      `SELECT target_id, max(not_before, (SELECT min(due_at) FROM pushes
         WHERE pushes.target_id = push_lanes.target_id AND state = 'waiting')) AS at
       FROM push_lanes WHERE stopped = 0`,
    )
    .toArray()
    .flatMap(({ target_id, at }) => (at === null ? [] : [{ targetId: target_id, at }]));
}

const laneOf = (sql: SqlStorage, targetId: string): LaneRow | undefined =>
  sql.exec<LaneRow>("SELECT * FROM push_lanes WHERE target_id = ?", targetId).toArray()[0];

export function takePushes(context: LedgerContext, targetId: string, most: number): TakenPush[] {
  const { sql } = context;
  return context.atomically(() => {
    const now = context.now();
    const lane = laneOf(sql, targetId);
    if (!lane || lane.stopped || lane.not_before > now) return [];
    const rows = sql
      .exec<PushedBatch>(
        `SELECT pushes.*, ${BATCH_COLUMNS} FROM pushes JOIN batches USING (batch_id)
         WHERE target_id = ? AND pushes.state = 'waiting' AND pushes.due_at <= ?
         ORDER BY pushes.due_at, pushes.seq LIMIT ?`,
        targetId,
        now,
        lane.failures > 0 ? 1 : most,
      )
      .toArray();
    sql.exec(
      `UPDATE pushes SET fence = fence + 1, due_at = ?
       WHERE seq IN (SELECT value FROM json_each(?))`,
      now + LEASE_MS,
      JSON.stringify(rows.map(({ seq }) => seq)),
    );
    return rows.map((row) => toTaken({ ...row, fence: row.fence + 1 }));
  });
}

/** Between half and all of the backoff: targets that failed together do not come back together. */
function waitMs(failures: number, retryAfterMs = 0): number {
  const backoff = backoffMs(failures, RETRY);
  return Math.max(Math.ceil(backoff * (0.5 + Math.random() / 2)), Math.min(retryAfterMs, LONGEST_WAIT_MS));
}

export function endPush(
  context: LedgerContext,
  seq: number,
  fence: number,
  end: PushEnd,
): LedgerResult<string | null> {
  const { sql } = context;
  return context.atomically((): LedgerResult<string | null> => {
    const push = sql
      .exec<PushRow>("SELECT * FROM pushes WHERE seq = ? AND state = 'waiting'", seq)
      .toArray()[0];
    if (push?.fence !== fence)
      return { ok: false, code: "stale_lease", message: `fence ${fence} no longer holds the push` };
    const now = context.now();
    if (end.done) {
      sql.exec("DELETE FROM pushes WHERE seq = ?", seq);
      answers(sql, push.target_id);
      sql.exec(
        "UPDATE push_lanes SET pushed = pushed + 1, last_pushed_at = ? WHERE target_id = ?",
        now,
        push.target_id,
      );
      return { ok: true, value: push.spool_key };
    }
    if (end.kind === "released") {
      sql.exec("UPDATE pushes SET due_at = ? WHERE seq = ?", now, seq);
      return { ok: true, value: null };
    }
    failPush(context, push, end);
    if (end.kind === "target") restLane(context, push.target_id, end.error, end.retryAfterMs);
    if (end.kind === "batch") answers(sql, push.target_id);
    return { ok: true, value: null };
  });
}

/** The target is there, whatever it said. */
function answers(sql: SqlStorage, targetId: string): void {
  sql.exec(
    `UPDATE push_lanes SET failures = 0, failing_since = NULL, not_before = 0, last_error = NULL
     WHERE target_id = ?`,
    targetId,
  );
}

function failPush(context: LedgerContext, push: PushRow, end: Extract<PushEnd, { done: false }>): void {
  const now = context.now();
  const triedAt = push.tried_at ?? now;
  const attempts = push.attempts + 1;
  const dead = end.kind === "lost" || now - triedAt >= PUSH_TRIES_MS;
  // While the target rests the lane waits for all of its pushes.
  const dueAt = end.kind === "target" ? now : now + waitMs(attempts, end.retryAfterMs);
  context.sql.exec(
    `UPDATE pushes SET attempts = ?, tried_at = ?, error = ?, due_at = ?, state = ?, dead_at = ? WHERE seq = ?`,
    attempts,
    triedAt,
    end.error,
    dueAt,
    dead ? "dead" : "waiting",
    dead ? now : null,
    push.seq,
  );
}

/** A target that answered nothing for as long as a push is tried: what waited all that time was tried with the others. */
function restLane(context: LedgerContext, targetId: string, error: string, retryAfterMs?: number): void {
  const { sql } = context;
  const now = context.now();
  const lane = laneOf(sql, targetId);
  const failures = (lane?.failures ?? 0) + 1;
  const since = lane?.failing_since ?? now;
  sql.exec(
    "UPDATE push_lanes SET failures = ?, failing_since = ?, not_before = ?, last_error = ? WHERE target_id = ?",
    failures,
    since,
    now + waitMs(failures, retryAfterMs),
    error,
    targetId,
  );
  if (now - since >= PUSH_TRIES_MS) killWaiting(context, targetId, error, now - PUSH_TRIES_MS);
}

/** @param before made at this time or earlier, Unix ms */
function killWaiting(context: LedgerContext, targetId: string, error: string, before: number): void {
  const now = context.now();
  context.sql.exec(
    `UPDATE pushes SET state = 'dead', dead_at = ?, error = ?, fence = fence + 1
     WHERE target_id = ? AND state = 'waiting' AND created_at <= ? AND due_at <= ?`,
    now,
    error,
    targetId,
    before,
    // Not those that another consumer is trying at this moment.
    now,
  );
}

export function stopPushes(context: LedgerContext, targetId: string, deadBecause: string | null): void {
  context.atomically(() => {
    context.sql.exec(
      "INSERT INTO push_lanes (target_id, stopped) VALUES (?, 1) ON CONFLICT DO UPDATE SET stopped = 1",
      targetId,
    );
    if (deadBecause === null) return;
    context.sql.exec(
      `UPDATE pushes SET state = 'dead', dead_at = ?, error = ?, fence = fence + 1
       WHERE target_id = ? AND state = 'waiting'`,
      context.now(),
      deadBecause,
      targetId,
    );
  });
}

export function resumePushes(context: LedgerContext, targetId: string): void {
  context.atomically(() => {
    context.sql.exec(
      "UPDATE push_lanes SET stopped = 0, failures = 0, not_before = 0 WHERE target_id = ?",
      targetId,
    );
    context.sql.exec(
      // Leases end at their own time.
      "UPDATE pushes SET due_at = ?1 WHERE target_id = ?2 AND state = 'waiting' AND due_at > ?1 + ?3",
      context.now(),
      targetId,
      LEASE_MS,
    );
  });
}

export function pushCounts({ sql }: LedgerContext): PushCount[] {
  return sql
    .exec<LaneRow & { waiting: number; oldest: number | null; dead: number }>(
      `SELECT *,
         (SELECT count(*) FROM pushes WHERE pushes.target_id = push_lanes.target_id AND state = 'waiting') AS waiting,
         (SELECT min(created_at) FROM pushes
          WHERE pushes.target_id = push_lanes.target_id AND state = 'waiting') AS oldest,
         (SELECT count(*) FROM pushes WHERE pushes.target_id = push_lanes.target_id AND state = 'dead') AS dead
       FROM push_lanes ORDER BY target_id`,
    )
    .toArray()
    .map((lane) => ({
      targetId: lane.target_id,
      waiting: lane.waiting,
      oldestWaitingAt: lane.oldest,
      dead: lane.dead,
      pushed: lane.pushed,
      lastPushedAt: lane.last_pushed_at,
      failingSince: lane.failing_since,
      nextTryAt: lane.failures > 0 ? lane.not_before : null,
      lastError: lane.last_error,
    }));
}

const FAILED = `SELECT pushes.*, ${BATCH_COLUMNS} FROM pushes JOIN batches USING (batch_id)
  WHERE target_id = ? AND pushes.state = 'dead'`;

export function listFailedPushes(
  { sql }: LedgerContext,
  targetId: string,
  limit: number,
  beforeSeq = Number.MAX_SAFE_INTEGER,
): FailedPush[] {
  return sql
    .exec<PushedBatch>(
      `${FAILED} AND pushes.seq < ? ORDER BY pushes.seq DESC LIMIT ?`,
      targetId,
      beforeSeq,
      limit,
    )
    .toArray()
    .map(toFailed);
}

export function failedPush({ sql }: LedgerContext, targetId: string, batchId: string): FailedPush | null {
  const row = sql.exec<PushedBatch>(`${FAILED} AND pushes.batch_id = ?`, targetId, batchId).toArray()[0];
  return row ? toFailed(row) : null;
}

export function replayPushes(context: LedgerContext, targetId: string, batchIds: string[]): number {
  return context.atomically(() => {
    // Somebody says that it works again.
    context.sql.exec("UPDATE push_lanes SET failures = 0, not_before = 0 WHERE target_id = ?", targetId);
    return context.sql
      .exec(
        `UPDATE pushes SET state = 'waiting', attempts = 0, tried_at = NULL, error = NULL, dead_at = NULL,
           due_at = ?1, created_at = ?1
         WHERE target_id = ?2 AND state = 'dead' AND batch_id IN (SELECT value FROM json_each(?3)) RETURNING seq`,
        context.now(),
        targetId,
        JSON.stringify(batchIds),
      )
      .toArray().length;
  });
}

export function discardPushes({ sql }: LedgerContext, targetId: string, batchIds: string[]): string[] {
  return sql
    .exec<{ spool_key: string }>(
      `DELETE FROM pushes WHERE target_id = ? AND state = 'dead'
       AND batch_id IN (SELECT value FROM json_each(?)) RETURNING spool_key`,
      targetId,
      JSON.stringify(batchIds),
    )
    .toArray()
    .map(({ spool_key }) => spool_key);
}
