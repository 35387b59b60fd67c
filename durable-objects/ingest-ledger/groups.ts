/** The groups' side of IngestLedger: freezing, leases, verdict selections, ends. */
import type {
  ConfirmedBatch,
  FailureKind,
  FrozenGroup,
  GroupBatch,
  GroupLimits,
  TakeAnswer,
} from "../../shared/contracts/ingest-ledger.ts";
import { GROUP_LIMITS } from "../../shared/contracts/ingest-ledger.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import { DATA_TYPES, type DataType } from "../../shared/contracts/platform.ts";
import { addPushes } from "./push.ts";
import { backoffMs, type LedgerContext, readLedger, settleWaiting } from "./schema.ts";

type GroupRow = {
  group_id: string;
  data_type: DataType;
  state: "open" | "confirmed";
  fence: number;
  lease_until: number;
  not_before: number;
  selection: string | null;
};

type WaitingRow = {
  batch_id: string;
  sender_batch_id: string | null;
  spool_key: string;
  bytes: number;
  rows: number;
  accepted_at: number;
};

const toGroupBatch = (row: WaitingRow): GroupBatch => ({
  batchId: row.batch_id,
  senderBatchId: row.sender_batch_id,
  spoolKey: row.spool_key,
  bytes: row.bytes,
  rows: row.rows,
});

/** Freezes batches into a new group. */
export function openGroup(
  sql: SqlStorage,
  dataType: DataType,
  batchIds: string[],
  notBefore: number,
): string {
  const groupId = crypto.randomUUID();
  sql.exec(
    "INSERT INTO groups (group_id, data_type, not_before) VALUES (?, ?, ?)",
    groupId,
    dataType,
    notBefore,
  );
  sql.exec(
    `UPDATE batches SET state = 'frozen', group_id = ?
     WHERE batch_id IN (SELECT value FROM json_each(?))`,
    groupId,
    JSON.stringify(batchIds),
  );
  return groupId;
}

const openGroups = (sql: SqlStorage): GroupRow[] =>
  sql.exec<GroupRow>("SELECT * FROM groups WHERE state = 'open' ORDER BY number").toArray();

const batchesOf = (sql: SqlStorage, groupId: string): WaitingRow[] =>
  sql
    .exec<WaitingRow>(
      `SELECT batch_id, sender_batch_id, spool_key, bytes, rows, accepted_at FROM batches
       WHERE state = 'frozen' AND group_id = ? ORDER BY seq`,
      groupId,
    )
    .toArray();

const accepted = (sql: SqlStorage, dataType: DataType, limit: number): WaitingRow[] =>
  sql
    .exec<WaitingRow>(
      `SELECT batch_id, sender_batch_id, spool_key, bytes, rows, accepted_at FROM batches
       WHERE state = 'accepted' AND data_type = ? ORDER BY seq LIMIT ?`,
      dataType,
      limit,
    )
    .toArray();

/** Fewest rows that are worth an insert of their own, by ClickHouse's guide to bulk inserts. */
export const ENOUGH_ROWS = 1000;
/** So long nothing came: the sender is done, and waiting any longer would gather nothing. */
export const PAUSE_MS = 300;

/** When the first accepted batch has waited as long as it may, Unix ms; null when none waits. */
const lingerEndsAt = (sql: SqlStorage, dataType: DataType): number | null =>
  sql
    .exec<{ at: number | null }>(
      "SELECT min(due_at) AS at FROM batches WHERE state = 'accepted' AND data_type = ?",
      dataType,
    )
    .one().at;

/** When the accepted batches have waited long enough for others, Unix ms; null when none waits. */
function dueAt(sql: SqlStorage, dataType: DataType): number | null {
  const lingerEnds = lingerEndsAt(sql, dataType);
  if (lingerEnds === null) return null;
  const { rows, last } = sql
    .exec<{ rows: number; last: number }>(
      `SELECT sum(rows) AS rows, max(accepted_at) AS last FROM
         (SELECT rows, accepted_at FROM batches WHERE state = 'accepted' AND data_type = ? ORDER BY seq DESC LIMIT ?)`,
      dataType,
      GROUP_LIMITS.batches,
    )
    .one();
  return rows < ENOUGH_ROWS ? lingerEnds : Math.min(lingerEnds, last + PAUSE_MS);
}

/**
 * The longest head of `waiting` within the limits, at least one batch.
 * `enough`: it is worth an insert; somebody who asks for it need not come again.
 */
function fill(waiting: WaitingRow[], limits: GroupLimits): { batches: WaitingRow[]; enough: boolean } {
  let rows = 0;
  let bytes = 0;
  for (const [index, batch] of waiting.entries()) {
    rows += batch.rows;
    bytes += batch.bytes;
    if (index > 0 && (rows > limits.rows || bytes > limits.bytes || index >= limits.batches)) {
      return { batches: waiting.slice(0, index), enough: true };
    }
  }
  const full = bytes >= limits.bytes || waiting.length >= limits.batches;
  return { batches: waiting, enough: full || rows >= Math.min(limits.rows, ENOUGH_ROWS) };
}

/**
 * When the ledger can next hand out a group (Unix ms, possibly past); null when nothing waits.
 * A group that holds enough is handed out to who asks for it, due or not.
 */
export function nextDueAt(context: LedgerContext): number | null {
  const { sql } = context;
  const now = context.now();
  const open = openGroups(sql);
  const times: number[] = [];
  for (const dataType of DATA_TYPES) {
    const groups = open.filter((group) => group.data_type === dataType);
    const held = groups.find((group) => group.lease_until > now);
    if (held) {
      times.push(held.lease_until);
      continue;
    }
    for (const group of groups) times.push(group.not_before);
    const due = dueAt(sql, dataType);
    if (due !== null) times.push(due);
  }
  if (times.length === 0) return null;
  return Math.max(Math.min(...times), readLedger(sql).not_before);
}

export function takeGroup(context: LedgerContext, holder: string, limits: GroupLimits): TakeAnswer {
  return context.atomically(() => {
    const now = context.now();
    const groupId = readLedger(context.sql).not_before > now ? null : chooseGroup(context, limits, now);
    if (groupId === null) {
      const due = nextDueAt(context);
      return { group: null, waitMs: due === null ? null : Math.max(1, due - now) };
    }
    return { group: lend(context, groupId, holder, limits, now), waitMs: null };
  });
}

/** Frozen groups come before new ones; no second group of a data type while one is held. */
function chooseGroup(context: LedgerContext, limits: GroupLimits, now: number): string | null {
  const { sql } = context;
  const open = openGroups(sql);
  const held = new Set(open.filter((group) => group.lease_until > now).map((group) => group.data_type));
  const free = open.find((group) => !held.has(group.data_type) && group.not_before <= now);
  if (free) return free.group_id;
  const heads = DATA_TYPES.filter((dataType) => !held.has(dataType))
    .map((dataType) => ({
      dataType,
      lingerEnds: lingerEndsAt(sql, dataType) ?? 0,
      ...fill(accepted(sql, dataType, limits.batches + 1), limits),
    }))
    .filter(({ batches, enough, lingerEnds }) => batches.length > 0 && (enough || lingerEnds <= now))
    .sort((a, b) => (a.batches[0]?.accepted_at ?? 0) - (b.batches[0]?.accepted_at ?? 0));
  const first = heads[0];
  if (!first) return null;
  return openGroup(
    sql,
    first.dataType,
    first.batches.map((batch) => batch.batch_id),
    0,
  );
}

function lend(
  context: LedgerContext,
  groupId: string,
  holder: string,
  limits: GroupLimits,
  now: number,
): FrozenGroup {
  const { sql } = context;
  const { fence } = sql.exec<{ fence: number }>("UPDATE ledger SET fence = fence + 1 RETURNING fence").one();
  const leaseUntil = now + context.settings().leaseMs;
  const group = sql
    .exec<GroupRow>(
      "UPDATE groups SET holder = ?, fence = ?, lease_until = ? WHERE group_id = ? RETURNING *",
      holder,
      fence,
      leaseUntil,
      groupId,
    )
    .one();
  return {
    groupId,
    dataType: group.data_type,
    fence,
    leaseUntil,
    batches: batchesOf(sql, groupId).map(toGroupBatch),
    selection: group.selection === null ? null : (JSON.parse(group.selection) as string[]),
    next: fill(accepted(sql, group.data_type, limits.batches + 1), limits).batches.map(
      (batch) => batch.spool_key,
    ),
  };
}

type Refusal = { ok: false; code: "stale_lease" | "not_found" | "invalid_state"; message: string };

/** The open group if `fence` still holds it. */
function held(sql: SqlStorage, groupId: string, fence: number): { ok: true; value: GroupRow } | Refusal {
  const group = sql.exec<GroupRow>("SELECT * FROM groups WHERE group_id = ?", groupId).toArray()[0];
  if (!group)
    return { ok: false, code: "not_found", message: "the group is gone: it was split or cleaned up" };
  if (group.fence !== fence || (group.state === "open" && group.lease_until === 0)) {
    return { ok: false, code: "stale_lease", message: `fence ${fence} no longer holds the group` };
  }
  if (group.state !== "open") return { ok: false, code: "invalid_state", message: "the group is confirmed" };
  return { ok: true, value: group };
}

export function renewGroup(
  context: LedgerContext,
  groupId: string,
  fence: number,
): LedgerResult<{ leaseUntil: number }> {
  return context.atomically(() => {
    const group = held(context.sql, groupId, fence);
    if (!group.ok) return group;
    const leaseUntil = context.now() + context.settings().leaseMs;
    context.sql.exec("UPDATE groups SET lease_until = ? WHERE group_id = ?", leaseUntil, groupId);
    return { ok: true, value: { leaseUntil } };
  });
}

export function saveSelection(
  context: LedgerContext,
  groupId: string,
  fence: number,
  selection: string[],
): LedgerResult<string[]> {
  return context.atomically(() => {
    const group = held(context.sql, groupId, fence);
    if (!group.ok) return group;
    if (group.value.selection !== null) {
      return { ok: true, value: JSON.parse(group.value.selection) as string[] };
    }
    if (selection.length !== batchesOf(context.sql, groupId).length) {
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

export function confirm(
  context: LedgerContext,
  groupId: string,
  fence: number,
  counts: ConfirmedBatch[],
  pushTo: string | null = null,
): LedgerResult<null> {
  const { sql } = context;
  return context.atomically(() => {
    const group = held(sql, groupId, fence);
    if (!group.ok) return group.code === "invalid_state" ? { ok: true, value: null } : group;
    const batchIds = batchesOf(sql, groupId).map((batch) => batch.batch_id);
    if (batchIds.length !== counts.length) {
      return { ok: false, code: "invalid_state", message: "the counts do not fit the group's batches" };
    }
    const now = context.now();
    settleWaiting(sql, batchIds);
    if (pushTo !== null) addPushes(context, pushTo, batchIds);
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

export function failGroup(
  context: LedgerContext,
  groupId: string,
  fence: number,
  error: string,
  kind: FailureKind,
  culprits: string[],
): LedgerResult<{ waitMs: number }> {
  const { sql } = context;
  return context.atomically(() => {
    const group = held(sql, groupId, fence);
    if (!group.ok) return group;
    const now = context.now();
    if (kind === "unavailable") {
      sql.exec("UPDATE groups SET holder = NULL, lease_until = 0 WHERE group_id = ?", groupId);
      const failures = readLedger(sql).outage_failures + 1;
      const waitMs = backoffMs(failures, context.settings());
      sql.exec(
        "UPDATE ledger SET outage_failures = ?, not_before = ?, last_error = ?",
        failures,
        now + waitMs,
        error,
      );
      return { ok: true, value: { waitMs } };
    }
    sql.exec("UPDATE ledger SET last_error = ?", error);
    const batchIds = batchesOf(sql, groupId).map((batch) => batch.batch_id);
    // New groups, new tokens: other groups may store rows before these come round, so their verdicts are asked anew.
    sql.exec("DELETE FROM groups WHERE group_id = ?", groupId);
    const { data_type: dataType } = group.value;
    const guilty = batchIds.length === 1 ? batchIds : batchIds.filter((id) => culprits.includes(id));
    if (guilty.length > 0) {
      const rest = batchIds.filter((id) => !guilty.includes(id));
      if (rest.length > 0) openGroup(sql, dataType, rest, 0);
      const waits = guilty.map((id) => setAside(context, dataType, id, error));
      return { ok: true, value: { waitMs: rest.length > 0 ? 0 : Math.min(...waits) } };
    }
    const middle = Math.ceil(batchIds.length / 2);
    openGroup(sql, dataType, batchIds.slice(0, middle), 0);
    openGroup(sql, dataType, batchIds.slice(middle), 0);
    return { ok: true, value: { waitMs: 0 } };
  });
}

/** Counts a refusal of one batch: alone in a group until its next try, or dead. @returns the wait, milliseconds */
function setAside(context: LedgerContext, dataType: DataType, batchId: string, error: string): number {
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
    const waitMs = backoffMs(attempts, settings);
    openGroup(sql, dataType, [batchId], now + waitMs);
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
