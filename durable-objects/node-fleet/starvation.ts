/** Nodes that asked for work of a platform and were turned away because its budget was in use. */
import type { Platform } from "../../shared/contracts/platform.ts";

export interface TurnedAway {
  nodeId: string;
  platform: Platform;
}

export class StarvationTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  turnAway(nodeId: string, platform: Platform, at: number): void {
    this.#sql.exec(
      `INSERT INTO starvation (node_id, platform, at) VALUES (?, ?, ?)
       ON CONFLICT (node_id, platform) DO UPDATE SET at = excluded.at`,
      nodeId,
      platform,
      at,
    );
  }

  clear(nodeId: string, platform: Platform): void {
    this.#sql.exec("DELETE FROM starvation WHERE node_id = ? AND platform = ?", nodeId, platform);
  }

  /** @param since Unix ms, exclusive */
  turnedAwaySince(since: number): TurnedAway[] {
    return this.#sql
      .exec<{ nodeId: string; platform: Platform }>(
        "SELECT node_id AS nodeId, platform FROM starvation WHERE at > ?",
        since,
      )
      .toArray();
  }

  /** @param before Unix ms, inclusive */
  expire(before: number): void {
    this.#sql.exec("DELETE FROM starvation WHERE at <= ?", before);
  }
}
