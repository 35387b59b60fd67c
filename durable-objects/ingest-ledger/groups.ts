/** Groups of batches that are inserted together: they are chosen, frozen and leased here; group-outcome.ts ends them. */
import type {
  FrozenGroup,
  GroupBatch,
  GroupLimits,
  TakeAnswer,
} from "../../shared/contracts/ingest-ledger.ts";
import { GROUP_LIMITS } from "../../shared/contracts/ingest-ledger.ts";
import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";
import { DATA_TYPES, type DataType } from "../../shared/contracts/platform.ts";
import { type LedgerContext, readLedger } from "./schema.ts";
import { countNew } from "./totals.ts";

export type GroupRow = {
  group_id: string;
  data_type: DataType;
  state: "open" | "confirmed";
  /** Number of its last batch; null when its batches name it. */
  last_seq: number | null;
  fence: number;
  lease_until: number;
  not_before: number;
  selection: string | null;
};

type WaitingRow = {
  seq: number;
  batch_id: string;
  sender_batch_id: string | null;
  spool_key: string;
  bytes: number;
  rows: number;
  accepted_at: number;
};

const toGroupBatch = (row: WaitingRow): GroupBatch => ({
  batch_id: row.batch_id,
  sender_batch_id: row.sender_batch_id,
  spool_key: row.spool_key,
  bytes: row.bytes,
  rows: row.rows,
});

function insertGroup(
  { sql, newId }: LedgerContext,
  dataType: DataType,
  notBefore: number,
  lastSeq: number | null,
): string {
  const groupId = newId();
  sql.exec(
    "INSERT INTO groups (group_id, data_type, not_before, last_seq) VALUES (?, ?, ?, ?)",
    groupId,
    dataType,
    notBefore,
    lastSeq,
  );
  return groupId;
}

/** Freezes the accepted batches up to `lastSeq` into a new group: one row written, however many they are. */
function openGroupUpTo(context: LedgerContext, dataType: DataType, lastSeq: number): string {
  countNew(context.sql);
  return insertGroup(context, dataType, 0, lastSeq);
}

/** Freezes batches into a new group that each of them names. */
export function openGroup(
  context: LedgerContext,
  dataType: DataType,
  batchIds: string[],
  notBefore: number,
): string {
  const groupId = insertGroup(context, dataType, notBefore, null);
  context.sql.exec(
    `UPDATE batches SET state = 'frozen', group_id = ?
     WHERE batch_id IN (SELECT value FROM json_each(?))`,
    groupId,
    JSON.stringify(batchIds),
  );
  return groupId;
}

const openGroups = (sql: SqlStorage): GroupRow[] =>
  sql.exec<GroupRow>("SELECT * FROM groups WHERE state = 'open' ORDER BY number").toArray();

const WAITING = "SELECT seq, batch_id, sender_batch_id, spool_key, bytes, rows, accepted_at FROM batches";

/** The batches of an open group, in the order of their acceptance. */
export const batchesOf = (
  sql: SqlStorage,
  { group_id: groupId, data_type: dataType, last_seq: lastSeq }: GroupRow,
): WaitingRow[] =>
  lastSeq === null
    ? sql
        .exec<WaitingRow>(`${WAITING} WHERE state = 'frozen' AND group_id = ? ORDER BY seq`, groupId)
        .toArray()
    : sql
        .exec<WaitingRow>(
          `${WAITING} WHERE state = 'accepted' AND data_type = ? AND seq <= ? ORDER BY seq`,
          dataType,
          lastSeq,
        )
        .toArray();

/** Number of the last accepted batch of a data type that an open group holds; 0 when none does. */
const frozenUpTo = (sql: SqlStorage, dataType: DataType): number =>
  sql
    .exec<{ seq: number }>(
      "SELECT ifnull(max(last_seq), 0) AS seq FROM groups WHERE state = 'open' AND data_type = ?",
      dataType,
    )
    .one().seq;

/** The first accepted batches that are in no group. */
const accepted = (sql: SqlStorage, dataType: DataType, limit: number): WaitingRow[] =>
  sql
    .exec<WaitingRow>(
      `${WAITING} WHERE state = 'accepted' AND data_type = ? AND seq > ? ORDER BY seq LIMIT ?`,
      dataType,
      frozenUpTo(sql, dataType),
      limit,
    )
    .toArray();

/** Smallest insert that ClickHouse's guide to bulk inserts recommends, rows. */
export const MIN_INSERT_ROWS = 1000;
/** When no batch came for this long, the sender is done and waiting would gather nothing more. */
export const IDLE_MS = 300;

/**
 * Unix ms when the first accepted batch without a group has waited as long as it may; null when none waits. Batches that
 * are not urgent are due in the order in which they came.
 */
const lingerEndsAt = (sql: SqlStorage, dataType: DataType): number | null =>
  sql
    .exec<{ at: number | null }>(
      `SELECT min(at) AS at FROM (
         SELECT min(due_at) AS at FROM batches
           WHERE state = 'accepted' AND due_at <= accepted_at AND data_type = ?1 AND seq > ?2
         UNION ALL
         SELECT * FROM (SELECT due_at FROM batches
           WHERE state = 'accepted' AND data_type = ?1 AND seq > ?2 ORDER BY seq LIMIT 1))`,
      dataType,
      frozenUpTo(sql, dataType),
    )
    .one().at;

/** Unix ms when the accepted batches have waited long enough for others; null when none waits. */
function dueAt(sql: SqlStorage, dataType: DataType): number | null {
  const lingerEnds = lingerEndsAt(sql, dataType);
  if (lingerEnds === null) return null;
  const { rows, last } = sql
    .exec<{ rows: number; last: number }>(
      `SELECT sum(rows) AS rows, max(accepted_at) AS last FROM
         (SELECT rows, accepted_at FROM batches
          WHERE state = 'accepted' AND data_type = ? AND seq > ? ORDER BY seq DESC LIMIT ?)`,
      dataType,
      frozenUpTo(sql, dataType),
      GROUP_LIMITS.batches,
    )
    .one();
  return rows < MIN_INSERT_ROWS ? lingerEnds : Math.min(lingerEnds, last + IDLE_MS);
}

/**
 * The longest head of `waiting` within the limits, at least one batch.
 * `enough`: it is large enough for an insert, so a consumer that asks gets it before its linger ends.
 */
export function fill<Batch extends Pick<WaitingRow, "rows" | "bytes">>(
  waiting: Batch[],
  limits: GroupLimits,
): { batches: Batch[]; enough: boolean } {
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
  return { batches: waiting, enough: full || rows >= Math.min(limits.rows, MIN_INSERT_ROWS) };
}

/**
 * Unix ms when the ledger can next lease a group, possibly past; null when nothing waits. A group that is large enough
 * for an insert is leased to a consumer that asks, due or not.
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

/** Leases the next group to `holder`, or says how long to wait for one. */
export function takeGroup(context: LedgerContext, holder: string, limits: GroupLimits): TakeAnswer {
  return context.atomically(() => {
    const now = context.now();
    const groupId = readLedger(context.sql).not_before > now ? null : chooseGroup(context, limits, now);
    if (groupId === null) {
      const due = nextDueAt(context);
      return { group: null, wait_ms: due === null ? null : Math.max(1, due - now) };
    }
    return { group: lease(context, groupId, holder, limits, now), wait_ms: null };
  });
}

/** Chooses a frozen group before a new one, and no second group of a data type while one is held. */
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
  const last = first?.batches.at(-1);
  return first && last ? openGroupUpTo(context, first.dataType, last.seq) : null;
}

function lease(
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
    group_id: groupId,
    data_type: group.data_type,
    fence,
    lease_until: leaseUntil,
    batches: batchesOf(sql, group).map(toGroupBatch),
    selection: group.selection === null ? null : (JSON.parse(group.selection) as string[]),
    next: fill(accepted(sql, group.data_type, limits.batches + 1), limits).batches.map(
      (batch) => batch.spool_key,
    ),
  };
}

/** The open group, if `fence` still holds it. */
export function findHeld(sql: SqlStorage, groupId: string, fence: number): LedgerResult<GroupRow> {
  const group = sql.exec<GroupRow>("SELECT * FROM groups WHERE group_id = ?", groupId).toArray()[0];
  if (!group)
    return { ok: false, code: "not_found", message: "the group is gone: it was split or cleaned up" };
  if (group.fence !== fence || (group.state === "open" && group.lease_until === 0)) {
    return { ok: false, code: "stale_lease", message: `fence ${fence} no longer holds the group` };
  }
  if (group.state !== "open") return { ok: false, code: "invalid_state", message: "the group is confirmed" };
  return { ok: true, value: group };
}

/** Extends the lease of a group. */
export function renewGroup(
  context: LedgerContext,
  groupId: string,
  fence: number,
): LedgerResult<{ lease_until: number }> {
  return context.atomically(() => {
    const group = findHeld(context.sql, groupId, fence);
    if (!group.ok) return group;
    const leaseUntil = context.now() + context.settings().leaseMs;
    context.sql.exec("UPDATE groups SET lease_until = ? WHERE group_id = ?", leaseUntil, groupId);
    return { ok: true, value: { lease_until: leaseUntil } };
  });
}
