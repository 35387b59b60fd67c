/** The one table of ResourcePool and its rows. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { NewResource, Resource, ResourceFields } from "../../shared/contracts/resource-pool.ts";
import { budgetLeft, type LiveState, readyAt, stateOf, usedOn } from "./rules.ts";

type StoredFields = Pick<ResourceFields, "name" | "spec" | "hint" | "daily_budget" | "note">;

type Row = {
  seq: number;
  id: string;
  fingerprint: string;
  sealed: string | null;
  enabled: number;
  expires_at: number | null;
  deleted_at: number | null;
  platforms: string;
  fields: string;
  live: string;
  created_at: number;
  updated_at: number;
};

/** A parsed row. */
export interface Entry extends NewResource {
  seq: number;
  live: LiveState;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

function toEntry(row: Row): Entry {
  return {
    ...(JSON.parse(row.fields) as StoredFields),
    seq: row.seq,
    id: row.id,
    fingerprint: row.fingerprint,
    sealed: row.sealed,
    platforms: JSON.parse(row.platforms) as Platform[],
    enabled: row.enabled === 1,
    expires_at: row.expires_at,
    live: JSON.parse(row.live) as LiveState,
    created_at: row.created_at,
    updated_at: row.updated_at,
    deleted_at: row.deleted_at,
  };
}

/** Reads the entries of a query one by one. @param where SQL after `WHERE`, with its parameters in `values` */
export function* entries(sql: SqlStorage, where: string, ...values: SqlStorageValue[]): Generator<Entry> {
  for (const row of sql.exec<Row>(`SELECT * FROM resources WHERE ${where}`, ...values)) yield toEntry(row);
}

export const find = (sql: SqlStorage, id: string): Entry | null =>
  entries(sql, "id = ?", id).next().value ?? null;

/** Stores an entry; a `seq` of 0 inserts a new row. */
export function save(sql: SqlStorage, entry: Entry): void {
  const { name, spec, hint, daily_budget, note, live } = entry;
  const row: Record<string, SqlStorageValue> = {
    id: entry.id,
    fingerprint: entry.fingerprint,
    sealed: entry.sealed,
    enabled: entry.enabled ? 1 : 0,
    expires_at: entry.expires_at,
    deleted_at: entry.deleted_at,
    platforms: JSON.stringify(entry.platforms),
    fields: JSON.stringify({ name, spec, hint, daily_budget, note } satisfies StoredFields),
    live: JSON.stringify(live),
    node: live.node,
    ready_at: readyAt(live, entry),
    health: live.health,
    used_day: live.usedDay,
    used: live.used,
    created_at: entry.created_at,
    updated_at: entry.updated_at,
  };
  const names = Object.keys(row);
  if (entry.seq === 0) {
    sql.exec(
      `INSERT INTO resources (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
      ...Object.values(row),
    );
    return;
  }
  sql.exec(
    `UPDATE resources SET ${names.map((column) => `${column} = ?`).join(", ")} WHERE seq = ?`,
    ...Object.values(row),
    entry.seq,
  );
}

/** The entry as callers see it, without its secret. @param now Unix ms */
export function toResource(entry: Entry, now: number): Resource {
  const { sealed, fingerprint: _, live, ...rest } = entry;
  return {
    ...rest,
    state: stateOf(live, entry, now),
    has_secret: sealed !== null,
    lease:
      live.node !== null && live.leaseUntil > now
        ? { node: live.node, fence: live.fence, until: live.leaseUntil }
        : null,
    used_today: usedOn(live, now),
    successes: live.successes,
    failures: live.failures,
    stale_requests: live.staleRequests,
    health: live.health,
    quarantine:
      live.quarantineUntil > now
        ? { reason: live.quarantineReason ?? "unknown", until: live.quarantineUntil }
        : null,
    quarantine_count: live.quarantineCount,
    last_outcome: live.lastOutcome,
    last_error: live.lastError,
    last_used_at: live.lastUsedAt,
  };
}

export const remainingBudget = (entry: Entry, now: number): number | null =>
  budgetLeft(entry.live, entry, now);
