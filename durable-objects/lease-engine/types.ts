/** Types of the lease engine, which knows work items but not what they stand for. */

import type { Logger } from "../../shared/log.ts";
import type { Result } from "../../shared/result.ts";

/**
 * Where an item is in the engine.
 * `resting`: nothing happens by itself. `waiting`: its due time lies ahead. `ready`: it may be picked. `queued`: it was
 * picked and a wake-up is under way. `held`: it was picked and given back until a given time, and keeps its place in
 * the window. `running`: a holder leases it. `gone`: it is deleted.
 */
export type Phase = "resting" | "waiting" | "ready" | "queued" | "held" | "running" | "gone";

/** The phases of the window: at most `LeaseSettings.window` items are in them. */
export const IN_WINDOW: readonly Phase[] = ["queued", "held", "running"];

export interface WorkItem {
  id: string;
  /** The owner's name of the item's state. */
  state: string;
  phase: Phase;
  priority: number;
  /** Index into `pickOrder`; null when the item cannot be picked. */
  pickClass: number | null;
  dueAt: number | null;
  /** Unix ms of the item's one timer. */
  timerAt: number | null;
  fence: number;
  holder: string | null;
  attempts: number;
  /** Unix ms at which the latest lease began; null before the first. */
  leasedAt: number | null;
}

/** Where to put an item: it is ready if due, waits if due later, and rests without a due time. */
export interface Placement {
  state: string;
  dueAt: number | null;
  /** Unchanged when not given. */
  attempts?: number;
  /** Unchanged when not given. */
  priority?: number;
}

export interface LeaseRules {
  /** States from which work is picked, first to last. */
  pickOrder: readonly string[];
  queuedState: string;
  runningState: string;
  /** The state that an item has once it is due; one of `pickOrder`. */
  stateWhenDue(state: string): string;
  /** One point of priority is worth this much waiting time, so that low priority ages and nothing starves. */
  msPerPriority: number;
  /** Waiting counts up to this, so that age lifts an item past the next priorities only, never past the highest. */
  maxAgeMs: number;
  /** One of this many picks of ready work takes the priority whose last pick is longest ago; without it none does. */
  fairEvery?: number;
}

export interface LeaseSettings {
  leaseMs: number;
  /** A queued item that nobody claimed within this time has lost its wake-up. */
  queuedMs: number;
  /** Maximum of items queued, held or running at once. */
  window: number;
  /** False where holders poll: ready work is claimed directly and nobody is woken. */
  wakes: boolean;
}

/** What the engine needs from its object. All but `wake` run inside the transaction. */
export interface LeaseOwner {
  log: Pick<Logger, "error">;
  /** Decides where an item goes whose lease expired. */
  expired(item: WorkItem, now: number): Placement;
  /** Adds an event to the item's timeline. */
  note(id: string, type: "dispatched" | "wake-lost" | "wake-failed", now: number): void;
  /** Does a bounded part of the owner's work that earlier commits left over. @returns true when more is left */
  step?(now: number): boolean;
  /** A transaction failed: what the owner remembers of its tables may be wrong. */
  rolledBack?(): void;
  /** Sends one wake-up. @throws when the queue refuses it */
  wake(cause: string): Promise<void>;
}

/** The item of a fence, or why its holder may not write. */
export type LeaseCheck = Result<WorkItem, { code: "stale_lease" | "not_found" }>;
