import { DurableObject } from "cloudflare:workers";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import { readConfig } from "../../shared/config.ts";
import type { Heartbeat, NodeCommand } from "../../shared/contracts/node-api.ts";
import type {
  CommandView,
  FleetResult,
  NewCommand,
  NewNode,
  NodeDemand,
  NodeDetail,
  NodeFilter,
  NodeFleetApi,
  NodeMode,
  NodeView,
  Placement,
  PlatformRoom,
  UnsentSample,
} from "../../shared/contracts/node-fleet.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { type Candidate, hasLabels, placeWork } from "../../shared/domain/placement.ts";
import type { Logger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import { migrate } from "../base/migrate.ts";
import { objectLogger } from "../base/object-log.ts";
import { CommandTable } from "./commands.ts";
import { MIGRATIONS } from "./migrations.ts";
import { NodeTable, toView } from "./nodes.ts";
import { SampleTable } from "./samples.ts";
import type { NodeRow } from "./schema.ts";
import { StarvationTable, type TurnedAway } from "./starvation.ts";

const MAX_INTERVAL_MS = 15_000;
/** Missed heartbeats after which a node counts as offline. */
const MISSED = 3;
/** How long the edge leaves slots to a node that was turned away. */
const STARVING_MS = 10_000;
/** A node that was not heard of for this long holds no keyword: its leases have expired. */
const HEARD_MS = 10 * MINUTE_MS;
/** How long more loaded nodes let a node pass that was turned away. */
const TURNED_AWAY_MS = 3000;

/** A node that gets no work now asks again after this. */
const BARRED_MS = 5000;
/** Actor of the commands that a restarted program gets again. */
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

/** Holds every crawler node; the one object is named `fleet`. Heartbeats are stored here and never in D1. */
export class NodeFleet extends DurableObject<Env> implements NodeFleetApi {
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  readonly samples: SampleTable;
  readonly #nodes: NodeTable;
  readonly #commands: CommandTable;
  readonly #starvation: StarvationTable;
  readonly #alarm: AlarmTimer;
  readonly #log: Logger;
  readonly #intervalMs: number;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const { sql } = state.storage;
    this.#nodes = new NodeTable(sql);
    this.#commands = new CommandTable(sql);
    this.samples = new SampleTable(sql);
    this.#starvation = new StarvationTable(sql);
    this.#alarm = new AlarmTimer(state.storage);
    this.#log = objectLogger(env, "node-fleet");
    this.#intervalMs = Math.min(MAX_INTERVAL_MS, Math.floor(readConfig(env).LEASE_MS / MISSED));
    state.blockConcurrencyWhile(async () => {
      migrate(state.storage, MIGRATIONS);
      await this.#alarm.restore();
      await this.#arm();
    });
  }

  async create(node: NewNode, actor: string): Promise<FleetResult<NodeView>> {
    const id = this.clock.uuid();
    if (this.#nodes.isTaken(node.name, id)) return nameTaken(node.name);
    const now = this.clock.now();
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
    return this.#change(id, () => this.clock.now(), {}, "deleted", actor);
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
    return {
      node: toView(row),
      samples: this.samples.latest(id),
      events: this.#nodes.events(id),
      commands: this.#commands.list(id),
    };
  }

  async list(filter: NodeFilter, limit: number, after?: { name: string; id: string }): Promise<NodeView[]> {
    return this.#nodes.list(filter, limit, after);
  }

  async command(id: string, command: NewCommand, actor: string): Promise<FleetResult<CommandView>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock.now();
    const value = this.ctx.storage.transactionSync(() => {
      this.#nodes.note(id, now, "command", { ...command, actor });
      const mode = MODE_OF[command.kind];
      if (mode) this.#nodes.setMode(id, mode);
      return this.#commands.add(this.clock.uuid(), id, command, actor, now);
    });
    return { ok: true, value };
  }

  async heartbeat(
    id: string,
    beat: Heartbeat,
  ): Promise<FleetResult<{ commands: NodeCommand[]; interval_ms: number }>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock.now();
    const commands = this.ctx.storage.transactionSync(() => {
      if (row.session !== beat.session) {
        const { version, hostname, os } = beat;
        this.#nodes.note(id, now, "session", { session: beat.session, version, hostname, os });
        this.#replayCommands(row, now);
      }
      if (row.last_seen === null || row.silent === 1) this.#nodes.note(id, now, "online");
      if (row.activity !== beat.activity) this.#nodes.note(id, now, beat.activity);
      this.#nodes.recordHeartbeat(id, beat, now);
      // A heartbeat may come early, after a command.
      this.samples.add(id, now, beat.metrics, this.#intervalMs / 2);
      for (const { id: command, kind, state, message } of this.#commands.settle(id, beat.done, now)) {
        this.#nodes.note(id, now, `command-${state}`, { command, kind, message });
        // A node that refused a command is not in the mode that the command asked for.
        if (state === "refused" && this.#nodes.find(id)?.mode === MODE_OF[kind])
          this.#nodes.setMode(id, "run");
      }
      return this.#commands.open(id, now);
    });
    await this.#arm();
    return { ok: true, value: { commands, interval_ms: this.#intervalMs } };
  }

  async place(
    id: string,
    labels: string[],
    free: number,
    rooms: PlatformRoom[],
  ): Promise<FleetResult<Placement>> {
    const row = this.#nodes.find(id);
    if (!row || row.deleted_at !== null) return notFound(id);
    const now = this.clock.now();
    const node = toView(row);
    if (node.mode !== "run") {
      return { ok: true, value: { grants: [], reason: STATE_OF[node.mode], wait_ms: BARRED_MS } };
    }
    if (node.state !== "online" && node.state !== "new" && node.state !== "offline") {
      return { ok: true, value: { grants: [], reason: node.state, wait_ms: BARRED_MS } };
    }
    const turnedAway = this.#starvation.turnedAwaySince(now - TURNED_AWAY_MS);
    const others = this.#nodes
      .list({ state: "online" }, Number.MAX_SAFE_INTEGER)
      .map((other) => this.#candidate(other, [], turnedAway));
    const asker = this.#candidate(node, labels, turnedAway);
    const placement = placeWork(asker, free, rooms, others);
    this.ctx.storage.transactionSync(() => {
      for (const { platform, full, labels: wanted } of rooms) {
        if (full && hasLabels(asker.labels, wanted)) {
          this.#starvation.turnAway(id, platform, now);
        } else if (placement.grants.some((grant) => grant.platform === platform)) {
          this.#starvation.clear(id, platform);
        }
      }
    });
    return { ok: true, value: placement };
  }

  async demand(platform: Platform): Promise<NodeDemand> {
    const now = this.clock.now();
    const turnedAway = this.#starvation.turnedAwaySince(now - STARVING_MS);
    return {
      starving: turnedAway.filter((one) => one.platform === platform).length,
      nodes: this.#nodes.heardSince(now - HEARD_MS),
    };
  }

  async unsentSamples(limit: number): Promise<{ samples: UnsentSample[]; dropped: number }> {
    return this.samples.unsent(limit);
  }

  async samplesSent(upToSeq: number): Promise<void> {
    this.samples.markSent(upToSeq);
  }

  override async alarm(): Promise<void> {
    this.#alarm.fired();
    try {
      const now = this.clock.now();
      this.ctx.storage.transactionSync(() => {
        for (const { id, ended } of this.#nodes.markSilent(now - MISSED * this.#intervalMs)) {
          this.#nodes.note(id, now, ended ? "stopped" : "offline");
        }
        this.#starvation.expire(now - STARVING_MS);
      });
    } catch (error) {
      this.#log.error("object.alarm-failed", { error });
    } finally {
      await this.#arm();
    }
  }

  /** Repeats the commands that still hold, because a restarted program does not know them. */
  #replayCommands({ id, mode, session }: NodeRow, now: number): void {
    const isOpen = (kind: NodeCommand["kind"]) => this.#commands.last(id, kind, "open") !== null;
    // A person who starts the program again wants it to run.
    if ((mode === "drain" || mode === "stop") && !isOpen(mode)) this.#nodes.setMode(id, "run");
    if (mode === "pause" && !isOpen("pause"))
      this.#commands.add(this.clock.uuid(), id, { kind: "pause" }, FLEET, now);
    const pace = this.#commands.last(id, "pace", "done");
    if (session !== null && pace && !isOpen("pace"))
      this.#commands.add(this.clock.uuid(), id, pace, FLEET, now);
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
    const now = this.clock.now();
    this.ctx.storage.transactionSync(() => {
      this.#nodes.change(id, node, gone, now);
      this.#nodes.note(id, now, type, { ...change, actor });
    });
    return this.#viewOf(id);
  }

  #candidate(node: NodeView, own: string[], turnedAway: TurnedAway[]): Candidate {
    return {
      id: node.id,
      load: node.load,
      labels: [...node.labels, ...(node.report?.labels ?? []), ...own],
      recentlyTurnedAway: turnedAway
        .filter(({ nodeId }) => nodeId === node.id)
        .map(({ platform }) => platform),
    };
  }

  #arm(): Promise<void> {
    const oldest = this.#nodes.oldestHeartbeat();
    return this.#alarm.arm(oldest === null ? null : oldest + MISSED * this.#intervalMs, this.clock.now());
  }
}
