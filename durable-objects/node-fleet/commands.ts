/** Commands to nodes. Each is sent with every answer to a heartbeat until the node reports its outcome. */
import type { Heartbeat, NodeCommand } from "../../shared/contracts/node-api.ts";
import type { CommandView, NewCommand } from "../../shared/contracts/node-fleet.ts";
import { DAY_MS } from "../../shared/time.ts";
import type { CommandRow } from "./schema.ts";

/** A command that the node did not settle within a day expires. */
const LIFE_MS = DAY_MS;
/** Commands kept per node; older settled ones are deleted. */
const MAX_COMMANDS = 100;

const toView = (row: CommandRow): CommandView => {
  const { delay_ms = null, slots = null, version = null } = JSON.parse(row.args) as Omit<NewCommand, "kind">;
  return {
    id: row.id,
    kind: row.kind as CommandView["kind"],
    delay_ms,
    slots,
    version,
    state: row.state as CommandView["state"],
    message: row.message,
    created_by: row.created_by,
    created_at: row.created_at,
    settled_at: row.settled_at,
  };
};

export class CommandTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(id: string, nodeId: string, { kind, ...args }: NewCommand, actor: string, now: number): CommandView {
    this.#sql.exec(
      "INSERT INTO commands (id, node_id, kind, args, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      id,
      nodeId,
      kind,
      JSON.stringify(args),
      actor,
      now,
    );
    this.#sql.exec(
      `DELETE FROM commands WHERE node_id = ?1 AND settled_at IS NOT NULL AND seq <= (
         SELECT seq FROM commands WHERE node_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
      nodeId,
      MAX_COMMANDS,
    );
    const row = this.#sql.exec<CommandRow>("SELECT * FROM commands WHERE id = ?", id).one();
    return toView(row);
  }

  /** Settles commands. @returns those that were open until now, because a node may report an outcome twice */
  settle(nodeId: string, done: Heartbeat["done"], now: number): CommandView[] {
    return done.flatMap(({ id, ok, message }) =>
      this.#sql
        .exec<CommandRow>(
          `UPDATE commands SET state = ?, message = ?, settled_at = ?
           WHERE id = ? AND node_id = ? AND settled_at IS NULL RETURNING *`,
          ok ? "done" : "refused",
          message,
          now,
          id,
          nodeId,
        )
        .toArray()
        .map(toView),
    );
  }

  /** The last command of a kind that is still open, or that the node carried out. */
  last(nodeId: string, kind: NodeCommand["kind"], state: "open" | "done"): NewCommand | null {
    const which = state === "open" ? "settled_at IS NULL" : "state = 'done'";
    const row = this.#sql
      .exec<CommandRow>(
        `SELECT * FROM commands WHERE node_id = ? AND kind = ? AND ${which} ORDER BY seq DESC LIMIT 1`,
        nodeId,
        kind,
      )
      .toArray()[0];
    return row ? { kind, ...JSON.parse(row.args) } : null;
  }

  /** Commands that the node has not settled, oldest first; expires old ones and marks the rest sent. */
  open(nodeId: string, now: number): NodeCommand[] {
    this.#sql.exec(
      `UPDATE commands SET state = 'expired', settled_at = ?1
       WHERE node_id = ?2 AND settled_at IS NULL AND created_at <= ?3`,
      now,
      nodeId,
      now - LIFE_MS,
    );
    const rows = this.#sql
      .exec<CommandRow>(
        "SELECT * FROM commands WHERE node_id = ? AND settled_at IS NULL ORDER BY seq",
        nodeId,
      )
      .toArray();
    this.#sql.exec("UPDATE commands SET state = 'sent' WHERE node_id = ? AND state = 'waiting'", nodeId);
    return rows.map((row) => ({ id: row.id, kind: row.kind, ...JSON.parse(row.args) }) as NodeCommand);
  }

  list(nodeId: string): CommandView[] {
    return this.#sql
      .exec<CommandRow>("SELECT * FROM commands WHERE node_id = ? ORDER BY seq DESC LIMIT 100", nodeId)
      .toArray()
      .map(toView);
  }
}
