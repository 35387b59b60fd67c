/** The one table of ResourcePool and its rows. */
import type { Platform } from "../../shared/contracts/platform.ts";
import type { NewResource, Resource, ResourceFields } from "../../shared/contracts/resource-pool.ts";
import { budgetLeft, type LiveState, readyAt, stateOf, usedOn } from "./rules.ts";

type StoredFields = Pick<ResourceFields, "name" | "spec" | "hint" | "dailyBudget" | "note">;

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
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
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
    expiresAt: row.expires_at,
    live: JSON.parse(row.live) as LiveState,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
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
  const { name, spec, hint, dailyBudget, note, live } = entry;
  const row: Record<string, SqlStorageValue> = {
    id: entry.id,
    fingerprint: entry.fingerprint,
    sealed: entry.sealed,
    enabled: entry.enabled ? 1 : 0,
    expires_at: entry.expiresAt,
    deleted_at: entry.deletedAt,
    platforms: JSON.stringify(entry.platforms),
    fields: JSON.stringify({ name, spec, hint, dailyBudget, note } satisfies StoredFields),
    live: JSON.stringify(live),
    node: live.node,
    ready_at: readyAt(live, entry),
    health: live.health,
    used_day: live.usedDay,
    used: live.used,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
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
    hasSecret: sealed !== null,
    lease:
      live.node !== null && live.leaseUntil > now
        ? { node: live.node, fence: live.fence, until: live.leaseUntil }
        : null,
    usedToday: usedOn(live, now),
    successes: live.successes,
    failures: live.failures,
    staleRequests: live.staleRequests,
    health: live.health,
    quarantine:
      live.quarantineUntil > now
        ? { reason: live.quarantineReason ?? "unknown", until: live.quarantineUntil }
        : null,
    quarantineCount: live.quarantineCount,
    lastOutcome: live.lastOutcome,
    lastError: live.lastError,
    lastUsedAt: live.lastUsedAt,
  };
}

export const remainingBudget = (entry: Entry, now: number): number | null =>
  budgetLeft(entry.live, entry, now);
