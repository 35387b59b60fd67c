/** Calls of NodeFleet: every crawler node, its state, and which nodes request work. Times in Unix ms. */
import { z } from "zod";
import type { Refusal, Result } from "../result.ts";
import {
  Heartbeat,
  type NodeCommand,
  NodeCommandKind,
  NodeLabels,
  NodeMetrics,
  NodeWork,
} from "./node-api.ts";
import type { Platform } from "./platform.ts";

const Instant = z.number().int().describe("Unix time in milliseconds");

/** `new`: no heartbeat yet. `offline`: its heartbeats stopped. `stopped`: it ended after the command to stop. */
const NODE_STATES = ["new", "online", "paused", "draining", "stopping", "stopped", "offline"] as const;
export const NodeState = z.enum(NODE_STATES);
export type NodeState = z.infer<typeof NodeState>;

/** The last command of a person that is still in force; a node in another mode than `run` gets no leases, whatever it reports. */
const NODE_MODES = ["run", "pause", "drain", "stop"] as const;
export const NodeMode = z.enum(NODE_MODES);
export type NodeMode = z.infer<typeof NodeMode>;

const Report = Heartbeat.omit({ sent_at: true, metrics: true, work: true, done: true, activity: true });

export const NodeView = z.object({
  id: z.uuid(),
  name: z.string(),
  labels: NodeLabels.describe("Those that it was registered with"),
  note: z.string(),
  state: NodeState,
  mode: NodeMode.describe("What people asked of it last"),
  last_seen_at: Instant.nullable(),
  /** Busy slots of all slots, 0 to 1. */
  load: z.number(),
  report: Report.nullable().describe("What it last said of itself"),
  metrics: NodeMetrics.nullable(),
  work: z.array(NodeWork),
  created_at: Instant,
  updated_at: Instant,
  deleted_at: Instant.nullable(),
});
export type NodeView = z.infer<typeof NodeView>;

export const CommandView = z.object({
  id: z.uuid(),
  kind: NodeCommandKind,
  delay_ms: z.number().int().nullable(),
  slots: z.number().int().nullable(),
  version: z.string().nullable(),
  state: z.enum(["waiting", "sent", "done", "refused", "expired"]),
  message: z.string().nullable().describe("The node's own words"),
  created_by: z.string(),
  created_at: Instant,
  settled_at: Instant.nullable(),
});
export type CommandView = z.infer<typeof CommandView>;

export const NodeEventView = z.object({
  at: Instant,
  type: z.string().describe("registered, online, offline, session, command, …"),
  detail: z.record(z.string(), z.unknown()),
});
export type NodeEventView = z.infer<typeof NodeEventView>;

export const NodeSample = z.object({ at: Instant, metrics: NodeMetrics });
export type NodeSample = z.infer<typeof NodeSample>;

export interface NodeDetail {
  node: NodeView;
  /** Oldest first. */
  samples: NodeSample[];
  /** Newest first. */
  events: NodeEventView[];
  commands: CommandView[];
}

export interface NewNode {
  name: string;
  labels: string[];
  note: string;
}

export type NewCommand = Omit<NodeCommand, "id">;

export interface NodeFilter {
  state?: NodeState;
  platform?: Platform;
  label?: string;
  /** A part of the name, in any case. */
  search?: string;
  include_deleted?: boolean;
}

export type FleetResult<T> = Result<T, Refusal<"not_found" | "conflict">>;

/** How much nodes take part on a platform. */
export interface NodeDemand {
  /** Number of nodes that were turned away recently because the platform's budget was in use. */
  starving: number;
  /** Number of nodes heard of lately: without one, no keyword is held by a node. */
  nodes: number;
}

/** The work that a platform has for nodes, as the lease route found it. */
export interface PlatformRoom {
  platform: Platform;
  /** Keywords that may be leased now; 0 with `full` when the budget is used up. */
  room: number;
  /** There is work, but the whole shared budget is in use. */
  full: boolean;
  /** Labels that a node must have. */
  labels: string[];
}

export interface Placement {
  grants: { platform: Platform; keywords: number }[];
  /** Why fewer keywords are granted than requested. */
  reason: string | null;
  wait_ms: number;
}

export interface UnsentSample extends NodeSample {
  seq: number;
  node_id: string;
  name: string;
}

export interface NodeFleetApi {
  create(node: NewNode, actor: string): Promise<FleetResult<NodeView>>;
  update(id: string, change: Partial<NewNode>, actor: string): Promise<FleetResult<NodeView>>;
  remove(id: string, actor: string): Promise<FleetResult<NodeView>>;
  restore(id: string, actor: string): Promise<FleetResult<NodeView>>;
  get(id: string): Promise<NodeView | null>;
  detail(id: string): Promise<NodeDetail | null>;
  /** Sorted by name; strictly after `after` when given. */
  list(filter: NodeFilter, limit: number, after?: { name: string; id: string }): Promise<NodeView[]>;
  /** Takes effect with the node's next heartbeat. */
  command(id: string, command: NewCommand, actor: string): Promise<FleetResult<CommandView>>;
  heartbeat(
    id: string,
    beat: Heartbeat,
  ): Promise<FleetResult<{ commands: NodeCommand[]; interval_ms: number }>>;
  /** How many of the available keywords a node that requests work gets (D3). */
  place(id: string, labels: string[], free: number, rooms: PlatformRoom[]): Promise<FleetResult<Placement>>;
  /** How much the nodes take part on a platform. */
  demand(platform: Platform): Promise<NodeDemand>;
  /** Metrics that are not yet in ClickHouse, oldest first, and how many were dropped since the last call. */
  unsentSamples(limit: number): Promise<{ samples: UnsentSample[]; dropped: number }>;
  /** Forgets the samples up to this one, because ClickHouse has stored them. */
  samplesSent(upToSeq: number): Promise<void>;
}
