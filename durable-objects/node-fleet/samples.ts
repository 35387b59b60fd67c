/** Metrics of heartbeats: the latest per node for the dashboard, and those that ClickHouse does not have yet. */
import type { NodeMetrics } from "../../shared/contracts/node-api.ts";
import type { NodeSample, UnsentSample } from "../../shared/contracts/node-fleet.ts";

/** Samples kept per node once they are in ClickHouse. */
const MAX_SAMPLES = 240;
/** Samples kept for ClickHouse while it is unreachable: those of a hundred nodes for more than an hour. */
const MAX_UNSENT = 40_000;

export class SampleTable {
  /** Bound of the samples kept for ClickHouse; tests set their own. */
  maxUnsent = MAX_UNSENT;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Adds a node's sample; drops and counts the oldest unsent ones over the bound. A node that sends heartbeats without
   * pause adds no more than others: its samples would cost a row each and push out those of all nodes.
   * @param at Unix ms
   * @param minGapMs time after the node's sample before, within which another one adds nothing
   */
  add(nodeId: string, at: number, metrics: NodeMetrics, minGapMs: number): void {
    const last = this.#sql
      .exec<{ at: number }>("SELECT at FROM samples WHERE node_id = ? ORDER BY seq DESC LIMIT 1", nodeId)
      .toArray()[0]?.at;
    if (last !== undefined && at >= last && at - last < minGapMs) return;
    this.#sql.exec(
      "INSERT INTO samples (node_id, at, metrics) VALUES (?, ?, ?)",
      nodeId,
      at,
      JSON.stringify(metrics),
    );
    this.#sql.exec(
      `DELETE FROM samples WHERE node_id = ?1 AND sent = 1 AND seq <= (
         SELECT seq FROM samples WHERE node_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
      nodeId,
      MAX_SAMPLES,
    );
    const dropped = this.#sql
      .exec<{ seq: number }>(
        `UPDATE samples SET sent = 1 WHERE sent = 0 AND seq <= (
           SELECT seq FROM samples WHERE sent = 0 ORDER BY seq DESC LIMIT 1 OFFSET ?) RETURNING seq`,
        this.maxUnsent,
      )
      .toArray().length;
    if (dropped > 0) this.#sql.exec("UPDATE fleet SET dropped_samples = dropped_samples + ?", dropped);
  }

  /** The node's latest samples, oldest first. */
  latest(nodeId: string): NodeSample[] {
    return this.#sql
      .exec<{ at: number; metrics: string }>(
        "SELECT at, metrics FROM samples WHERE node_id = ? ORDER BY seq DESC LIMIT ?",
        nodeId,
        MAX_SAMPLES,
      )
      .toArray()
      .reverse()
      .map(({ at, metrics }) => ({ at, metrics: JSON.parse(metrics) }));
  }

  /** Samples not yet in ClickHouse, oldest first, and the number dropped since the last call. */
  unsent(limit: number): { samples: UnsentSample[]; dropped: number } {
    const samples = this.#sql
      .exec<{ seq: number; node_id: string; name: string; at: number; metrics: string }>(
        `SELECT samples.seq, node_id, name, at, samples.metrics FROM samples JOIN nodes ON nodes.id = node_id
         WHERE sent = 0 ORDER BY samples.seq LIMIT ?`,
        limit,
      )
      .toArray()
      .map(({ metrics, ...sample }) => ({ ...sample, metrics: JSON.parse(metrics) }));
    const { dropped } = this.#sql
      .exec<{ dropped: number }>("SELECT dropped_samples AS dropped FROM fleet")
      .one();
    if (dropped > 0) this.#sql.exec("UPDATE fleet SET dropped_samples = 0");
    return { samples, dropped };
  }

  markSent(upToSeq: number): void {
    this.#sql.exec("UPDATE samples SET sent = 1 WHERE sent = 0 AND seq <= ?", upToSeq);
  }
}
