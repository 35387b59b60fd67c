/** Node records: their data, their last heartbeat, and whether they are silent. */
import type { Heartbeat, NodeWork } from "../../shared/contracts/node-api.ts";
import type {
  NewNode,
  NodeEventView,
  NodeFilter,
  NodeMode,
  NodeState,
  NodeView,
} from "../../shared/contracts/node-fleet.ts";
import type { NodeRow } from "./schema.ts";

/** Events kept per node. */
const MAX_EVENTS = 200;

function stateOf(row: NodeRow): NodeState {
  if (row.last_seen === null) return "new";
  if (row.silent === 1) return row.activity === "stopping" ? "stopped" : "offline";
  return row.activity === "running" ? "online" : ((row.activity as NodeState | null) ?? "online");
}

export function toView(row: NodeRow): NodeView {
  const report = row.report === null ? null : (JSON.parse(row.report) as NodeView["report"]);
  const work = JSON.parse(row.work) as NodeWork[];
  return {
    id: row.id,
    name: row.name,
    labels: JSON.parse(row.labels) as string[],
    note: row.note,
    state: stateOf(row),
    mode: row.mode as NodeMode,
    last_seen_at: row.last_seen,
    load: report && report.slots > 0 ? Math.min(1, work.length / report.slots) : 0,
    report,
    metrics: row.metrics === null ? null : (JSON.parse(row.metrics) as NodeView["metrics"]),
    work,
    created_at: row.created_at,
    updated_at: row.updated_at,
    deleted_at: row.deleted_at,
  };
}

export class NodeTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  find(id: string): NodeRow | undefined {
    return this.#sql.exec<NodeRow>("SELECT * FROM nodes WHERE id = ?", id).toArray()[0];
  }

  isTaken(name: string, exceptId: string): boolean {
    return (
      this.#sql
        .exec("SELECT 1 FROM nodes WHERE name = ? AND deleted_at IS NULL AND id <> ?", name, exceptId)
        .toArray().length > 0
    );
  }

  insert(id: string, { name, labels, note }: NewNode, now: number): void {
    this.#sql.exec(
      "INSERT INTO nodes (id, name, labels, note, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      name,
      JSON.stringify(labels),
      note,
      now,
      now,
    );
  }

  change(id: string, { name, labels, note }: NewNode, deletedAt: number | null, now: number): void {
    this.#sql.exec(
      "UPDATE nodes SET name = ?, labels = ?, note = ?, deleted_at = ?, updated_at = ? WHERE id = ?",
      name,
      JSON.stringify(labels),
      note,
      deletedAt,
      now,
      id,
    );
  }

  setMode(id: string, mode: NodeMode): void {
    this.#sql.exec("UPDATE nodes SET mode = ? WHERE id = ?", mode, id);
  }

  /** Stores what a heartbeat says of node, program and machine. */
  recordHeartbeat(id: string, beat: Heartbeat, now: number): void {
    const { sent_at: _sent, metrics, work, done: _done, activity, ...report } = beat;
    this.#sql.exec(
      `UPDATE nodes SET last_seen = ?, silent = 0, activity = ?, session = ?, report = ?, metrics = ?, work = ?
       WHERE id = ?`,
      now,
      activity,
      beat.session,
      JSON.stringify(report),
      JSON.stringify(metrics),
      JSON.stringify(work),
      id,
    );
  }

  /**
   * Marks nodes silent whose last heartbeat is not after `before`.
   * @returns their ids, and whether they had said that they stop
   */
  markSilent(before: number): { id: string; ended: boolean }[] {
    return this.#sql
      .exec<{ id: string; activity: string }>(
        `UPDATE nodes SET silent = 1, work = '[]' WHERE silent = 0 AND last_seen IS NOT NULL AND last_seen <= ?
         RETURNING id, activity`,
        before,
      )
      .toArray()
      .map(({ id, activity }) => ({ id, ended: activity === "stopping" }));
  }

  /** Unix ms of the oldest last heartbeat among the nodes that are not silent; null without one. */
  oldestHeartbeat(): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        "SELECT min(last_seen) AS at FROM nodes WHERE silent = 0 AND last_seen IS NOT NULL",
      )
      .one().at;
  }

  /** Number of nodes with a heartbeat after `since` (Unix ms). */
  heardSince(since: number): number {
    return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM nodes WHERE last_seen > ?", since).one()
      .n;
  }

  list(filter: NodeFilter, limit: number, after?: { name: string; id: string }): NodeView[] {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    if (!filter.include_deleted) conditions.push("deleted_at IS NULL");
    if (filter.search) {
      conditions.push("instr(lower(name), lower(?)) > 0");
      values.push(filter.search);
    }
    if (filter.label) {
      conditions.push(
        `(EXISTS (SELECT 1 FROM json_each(labels) WHERE value = ?)
          OR EXISTS (SELECT 1 FROM json_each(report, '$.labels') WHERE value = ?))`,
      );
      values.push(filter.label, filter.label);
    }
    if (filter.platform) {
      conditions.push("EXISTS (SELECT 1 FROM json_each(report, '$.platforms') WHERE value = ?)");
      values.push(filter.platform);
    }
    if (after) {
      conditions.push("(name, id) > (?, ?)");
      values.push(after.name, after.id);
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
    const found: NodeView[] = [];
    // The state is computed, not stored, so rows are read until the page is full.
    for (const row of this.#sql.exec<NodeRow>(`SELECT * FROM nodes ${where} ORDER BY name, id`, ...values)) {
      if (filter.state && stateOf(row) !== filter.state) continue;
      found.push(toView(row));
      if (found.length === limit) break;
    }
    return found;
  }

  /** The latest events, newest first. */
  events(id: string): NodeEventView[] {
    return this.#sql
      .exec<{ at: number; type: string; detail: string }>(
        "SELECT at, type, detail FROM events WHERE node_id = ? ORDER BY seq DESC LIMIT 100",
        id,
      )
      .toArray()
      .map(({ at, type, detail }) => ({ at, type, detail: JSON.parse(detail) }));
  }

  note(id: string, at: number, type: string, detail: Record<string, unknown> = {}): void {
    this.#sql.exec(
      "INSERT INTO events (node_id, at, type, detail) VALUES (?, ?, ?, ?)",
      id,
      at,
      type,
      JSON.stringify(detail),
    );
    this.#sql.exec(
      `DELETE FROM events WHERE node_id = ?1 AND seq <= (
         SELECT seq FROM events WHERE node_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
      id,
      MAX_EVENTS,
    );
  }
}
