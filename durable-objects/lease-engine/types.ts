/** Words of the lease engine. It knows work items, not what they stand for. */

import type { Clock } from "../../shared/clock.ts";
import type { Result } from "../../shared/result.ts";

/**
 * Where an item is in the machine.
 * `resting`: nothing will happen by itself. `waiting`: its due time lies ahead. `ready`: may be picked.
 * `queued`: picked, a wake-up is under way. `held`: picked and given back until a given time, keeps its place
 * in the window. `running`: somebody holds its lease. `gone`: deleted.
 */
export type Phase = "resting" | "waiting" | "ready" | "queued" | "held" | "running" | "gone";

export interface WorkItem {
  id: string;
  /** The owner's name for where the item is. */
  state: string;
  phase: Phase;
  priority: number;
  /** Index into `pickOrder`; null when the item is in no line. */
  pickClass: number | null;
  dueAt: number | null;
  /** Unix ms of the item's one timer. */
  timerAt: number | null;
  fence: number;
  holder: string | null;
  attempts: number;
  updatedAt: number;
}

/** Where to put an item: due now or earlier is ready, due later waits, never due rests. */
export interface Placement {
  state: string;
  dueAt: number | null;
  /** Left as it is when not given. */
  attempts?: number;
  /** Left as it is when not given. */
  priority?: number;
}

export interface LeaseRules {
  /** States work is picked from, first to last. */
  pickOrder: readonly string[];
  queuedState: string;
  runningState: string;
  /** The state in which an item becomes pickable; must be one of `pickOrder`. */
  stateWhenDue(state: string): string;
  /** One point of priority is worth this much waiting: low priority ages, nothing starves. */
  msPerPriority: number;
}

export interface LeaseSettings {
  leaseMs: number;
  /** A queued item that nobody claimed within this time lost its wake-up. */
  queuedMs: number;
  /** Most items queued, held or running at once. */
  window: number;
  /** False where holders come by themselves: work is claimed as it stands ready, nobody is woken. */
  wakes: boolean;
}

/** Time and chance; tests replace it. */
export interface LeaseClock extends Clock {
  /** Uniform in [0, 1). */
  random(): number;
}

/** What the engine asks of the object it works for. All but `wake` run inside the transaction. */
export interface LeaseOwner {
  /** A lease ran out: answer where the item goes. */
  expired(item: WorkItem, now: number): Placement;
  /** Something for the item's timeline. */
  note(id: string, type: "dispatched" | "wake-lost" | "wake-failed", now: number): void;
  /** Sends one wake-up; throws when it cannot. */
  wake(cause: string): Promise<void>;
}

/** A holder's claim to write, checked. */
export type LeaseCheck = Result<WorkItem, { code: "stale_lease" | "not_found" }>;
