import { DurableObject } from "cloudflare:workers";
import { readConfig } from "../../shared/contracts/config.ts";
import type { Heartbeat, NodeCommand, NodeMetrics } from "../../shared/contracts/node-api.ts";
import type {
  CommandView,
  FleetResult,
  NewCommand,
  NewNode,
  NodeDetail,
  NodeEventView,
  NodeFilter,
  NodeFleetApi,
  NodeMode,
  NodeView,
  Placement,
  PlatformRoom,
  UnsentSample,
} from "../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { type Candidate, carries, placeWork } from "../../shared/domain/placement.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import { migrate } from "../base/migrate.ts";
import { CommandTable } from "./commands.ts";
import { MIGRATIONS } from "./migrations.ts";
import { NodeTable, toView } from "./nodes.ts";
import type { NodeRow } from "./schema.ts";

const MOST_INTERVAL_MS = 15_000;
/** Missed heartbeats after which a node counts as offline. */
const MISSED = 3;
/** How long a node counts as hungry after it found no room: for the edge, and for nodes that are more loaded. */
const HUNGRY_MS = 10_000;
const WAITING_MS = 3000;
/** Samples kept for ClickHouse while it is away: a hundred nodes for an hour and more. */
const MOST_UNSENT = 40_000;

/** A node that takes nothing now asks again after this. */
const BARRED_MS = 5000;
/** Who gives the commands that a new program must hear again. */
const FLEET = "fleet";

const MODE_OF: Partial<Record<NodeCommand["kind"], NodeMode>> = {
  pause: "pause",
  resume: "run",
  drain: "drain",
  stop: "stop",
};
const STATE_OF = { pause: "paused", drain: "draining", stop: "stopped" } as const;

const notFound = (id: string) => ({ ok: false, code: "not_found", message: `no node ${id}` }) as const;
const nameTaken = (name: string) =>
  ({ ok: false, code: "conflict", message: `name: another node is called ${name}` }) as const;

/** Every crawler node, in one place; named `fleet`. Heartbeats end here: D1 hears nothing of them. */
export class NodeFleet extends DurableObject<Env> implements NodeFleetApi {
  /** Unix ms; tests put their own clock here. */
  clock: () => number = Date.now;
  /** Samples kept for ClickHouse while it is away; tests put their own here. */
  mostUnsent = MOST_UNSENT;
  readonly #sql: SqlStorage;
  readonly #nodes: NodeTable;
  readonly #commands: CommandTable;
  readonly #alarm: AlarmTimer;
  readonly #intervalMs: number;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#nodes = new NodeTable(this.#sql);
    this.#commands = new CommandTable(this.#sql);
    this.#alarm = new AlarmTimer(state.storage);
    this.#intervalMs = Math.min(MOST_INTERVAL_MS, Math.floor(readConfig(env).LEASE_MS / MISSED));
    state.blockConcurrencyWhile(async () => {
      migrate(state.storage, MIGRATIONS);
      await this.#alarm.restore();
      await this.#arm();
    });
  }

  async create(node: NewNode, actor: string): Promise<FleetResult<NodeView>> {
    const id = crypto.randomUUID();
    if (this.#nodes.isTaken(node.name, id)) return nameTaken(node.name);
    const now = this.clock();
    this.ctx.storage.transactionSync(() => {
      this.#nodes.insert(id, node, now);
      this.#nodes.note(id, now, "registered", { actor });
    });
    return this.#viewOf(id);
  }

  async update(id: string, change: Partial<NewNode>, actor: string): Promise<FleetResult<NodeView>> {
    return this.#change(id, (row) => row.deleted_at, change, "changed", actor);
  }

  async remove(id: string, actor: string): Promise<FleetResult<NodeView>> {
    return this.#change(id, () => this.clock(), {}, "deleted", actor);
  }

  async restore(id: string, actor: string): Promise<FleetResult<NodeView>> {
    return this.#change(id, () => null, {}, "restored", actor);
  }

  async get(id: string): Promise<NodeView | null> {
    const row = this.#nodes.find(id);
    return row ? toView(row) : null;
  }

  async detail(id: string): Promise<NodeDetail | null> {
    const row = this.#nodes.find(id);
    if (!row) return null;
    const samples = this.#sql
      .exec<{ at: number; metrics: string }>(
        "SELECT at, metrics FROM samples WHERE node_id = ? ORDER BY seq DESC LIMIT 240",
        id,
      )
      .toArray()
      .reverse()
      .map(({ at, metrics }) => ({ at, metrics: JSON.parse(metrics) as NodeMetrics }));
    const events = this.#sql
      .exec<{ at: number; type: string; detail: string }>(
        "SELECT at, type, detail FROM events WHERE node_id = ? ORDER BY seq DESC LIMIT 100",
        id,
      )
      .toArray()
      .map(({ at, type, detail }): NodeEventView => ({ at, type, detail: JSON.parse(detail) }));
    return { node: toView(row), samples, events, commands: this.#commands.list(id) };
  }

  async list(filter: NodeFilter, limit: number, after?: { name: string; id: string }): Promise<NodeView[]> {
    return this.#nodes.list(filter, limit, after);
  }

  async command(id: string, command: NewCommand, actor: string): Promise<FleetResult<CommandView>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock();
    const value = this.ctx.storage.transactionSync(() => {
      this.#nodes.note(id, now, "command", { ...command, actor });
      const mode = MODE_OF[command.kind];
      if (mode) this.#nodes.setMode(id, mode);
      return this.#commands.add(id, command, actor, now);
    });
    return { ok: true, value };
  }

  async heartbeat(
    id: string,
    beat: Heartbeat,
  ): Promise<FleetResult<{ commands: NodeCommand[]; intervalMs: number }>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock();
    const commands = this.ctx.storage.transactionSync(() => {
      if (row.session !== beat.session) {
        const { version, hostname, os } = beat;
        this.#nodes.note(id, now, "session", { session: beat.session, version, hostname, os });
        this.#tellAgain(row, now);
      }
      if (row.last_seen === null || row.silent === 1) this.#nodes.note(id, now, "online");
      if (row.activity !== beat.activity) this.#nodes.note(id, now, beat.activity);
      this.#nodes.heard(id, beat, now);
      this.#boundUnsent();
      for (const { id: command, kind, state, message } of this.#commands.settle(id, beat.done, now)) {
        this.#nodes.note(id, now, `command-${state}`, { command, kind, message });
        // What it does not do it was not made to do.
        if (state === "refused" && this.#nodes.find(id)?.mode === MODE_OF[kind])
          this.#nodes.setMode(id, "run");
      }
      return this.#commands.open(id, now);
    });
    await this.#arm();
    return { ok: true, value: { commands, intervalMs: this.#intervalMs } };
  }

  async place(
    id: string,
    labels: string[],
    free: number,
    rooms: PlatformRoom[],
  ): Promise<FleetResult<Placement>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock();
    const node = toView(row);
    if (node.mode !== "run") {
      return { ok: true, value: { grants: [], reason: STATE_OF[node.mode], waitMs: BARRED_MS } };
    }
    if (node.state !== "online" && node.state !== "new" && node.state !== "offline") {
      return { ok: true, value: { grants: [], reason: node.state, waitMs: BARRED_MS } };
    }
    const waiting = this.#hungrySince(now - WAITING_MS);
    const others = this.#nodes
      .list({ state: "online" }, Number.MAX_SAFE_INTEGER)
      .map((other) => this.#candidate(other, [], waiting));
    const asker = this.#candidate(node, labels, waiting);
    const placement = placeWork(asker, free, rooms, others);
    this.ctx.storage.transactionSync(() => {
      for (const { platform, full, labels: wanted } of rooms) {
        if (full && carries(asker.labels, wanted)) {
          this.#sql.exec(
            `INSERT INTO starvation (node_id, platform, at) VALUES (?, ?, ?)
             ON CONFLICT (node_id, platform) DO UPDATE SET at = excluded.at`,
            id,
            platform,
            now,
          );
        } else if (placement.grants.some((grant) => grant.platform === platform)) {
          this.#sql.exec("DELETE FROM starvation WHERE node_id = ? AND platform = ?", id, platform);
        }
      }
    });
    return { ok: true, value: placement };
  }

  async hungry(platform: Platform): Promise<number> {
    return this.#hungrySince(this.clock() - HUNGRY_MS).filter((one) => one.platform === platform).length;
  }

  async unsentSamples(limit: number): Promise<{ samples: UnsentSample[]; dropped: number }> {
    const samples = this.#sql
      .exec<{ seq: number; node_id: string; name: string; at: number; metrics: string }>(
        `SELECT samples.seq, node_id, name, at, samples.metrics FROM samples JOIN nodes ON nodes.id = node_id
         WHERE sent = 0 ORDER BY samples.seq LIMIT ?`,
        limit,
      )
      .toArray()
      .map(({ node_id, metrics, ...rest }) => ({ ...rest, nodeId: node_id, metrics: JSON.parse(metrics) }));
    const { dropped } = this.#sql
      .exec<{ dropped: number }>("SELECT dropped_samples AS dropped FROM fleet")
      .one();
    if (dropped > 0) this.#sql.exec("UPDATE fleet SET dropped_samples = 0");
    return { samples, dropped };
  }

  async samplesSent(upToSeq: number): Promise<void> {
    this.#sql.exec("UPDATE samples SET sent = 1 WHERE sent = 0 AND seq <= ?", upToSeq);
  }

  override async alarm(): Promise<void> {
    this.#alarm.fired();
    try {
      const now = this.clock();
      this.ctx.storage.transactionSync(() => {
        for (const { id, ended } of this.#nodes.fallSilent(now - MISSED * this.#intervalMs)) {
          this.#nodes.note(id, now, ended ? "stopped" : "offline");
        }
        this.#sql.exec("DELETE FROM starvation WHERE at <= ?", now - HUNGRY_MS);
      });
    } catch (error) {
      console.error(JSON.stringify({ level: "error", at: "node-fleet.alarm", error: String(error) }));
    } finally {
      await this.#arm();
    }
  }

  /** The program was started anew: it knows nothing of what it was told before. */
  #tellAgain({ id, mode, session }: NodeRow, now: number): void {
    const isOpen = (kind: NodeCommand["kind"]) => this.#commands.last(id, kind, "open") !== null;
    // Whoever starts it again wants it to run.
    if ((mode === "drain" || mode === "stop") && !isOpen(mode)) this.#nodes.setMode(id, "run");
    if (mode === "pause" && !isOpen("pause")) this.#commands.add(id, { kind: "pause" }, FLEET, now);
    const pace = this.#commands.last(id, "pace", "done");
    if (session !== null && pace && !isOpen("pace")) this.#commands.add(id, pace, FLEET, now);
  }

  #viewOf(id: string): FleetResult<NodeView> {
    const row = this.#nodes.find(id);
    return row ? { ok: true, value: toView(row) } : notFound(id);
  }

  #change(
    id: string,
    deletedAt: (row: NodeRow) => number | null,
    change: Partial<NewNode>,
    type: string,
    actor: string,
  ): FleetResult<NodeView> {
    const row = this.#nodes.find(id);
    if (!row) return notFound(id);
    const node = { name: row.name, labels: JSON.parse(row.labels) as string[], note: row.note, ...change };
    const gone = deletedAt(row);
    if (gone === null && this.#nodes.isTaken(node.name, id)) return nameTaken(node.name);
    const now = this.clock();
    this.ctx.storage.transactionSync(() => {
      this.#nodes.change(id, node, gone, now);
      this.#nodes.note(id, now, type, { ...change, actor });
    });
    return this.#viewOf(id);
  }

  #hungrySince(since: number): { nodeId: string; platform: Platform }[] {
    return this.#sql
      .exec<{ nodeId: string; platform: Platform }>(
        "SELECT node_id AS nodeId, platform FROM starvation WHERE at > ?",
        since,
      )
      .toArray();
  }

  #candidate(node: NodeView, own: string[], waiting: { nodeId: string; platform: Platform }[]): Candidate {
    return {
      id: node.id,
      load: node.load,
      labels: [...node.labels, ...(node.report?.labels ?? []), ...own],
      hungryFor: waiting.filter(({ nodeId }) => nodeId === node.id).map(({ platform }) => platform),
    };
  }

  #boundUnsent(): void {
    const dropped = this.#sql
      .exec<{ seq: number }>(
        `UPDATE samples SET sent = 1 WHERE sent = 0 AND seq <= (
           SELECT seq FROM samples WHERE sent = 0 ORDER BY seq DESC LIMIT 1 OFFSET ?) RETURNING seq`,
        this.mostUnsent,
      )
      .toArray().length;
    if (dropped > 0) this.#sql.exec("UPDATE fleet SET dropped_samples = dropped_samples + ?", dropped);
  }

  #arm(): Promise<void> {
    const heard = this.#nodes.oldestHeard();
    return this.#alarm.arm(heard === null ? null : heard + MISSED * this.#intervalMs, this.clock());
  }
}
