/**
 * The state machine of a keyword (A2), as a table. Pure: the ledger checks every change against it, and the dashboard
 * decides by it which buttons to show.
 */
import type { KeywordAction } from "../contracts/keyword.ts";
import type { KeywordState } from "../contracts/platform.ts";

/** States from which work is claimed, in this order: unfinished runs, failed runs that are due, new keywords. */
export const PICK_ORDER = ["partial", "failed", "pending"] as const satisfies readonly KeywordState[];

/** `resumable`: partial when the run has saved pages, else pending. `same`: the current state. */
type Target = KeywordState | "resumable" | "same";

const ACTIONS: Record<KeywordAction, Partial<Record<KeywordState, Target>>> = {
  pause: {
    pending: "paused",
    queued: "paused",
    running: "paused",
    partial: "paused",
    done: "paused",
    failed: "paused",
    blocked: "paused",
  },
  resume: { paused: "resumable" },
  retry: { failed: "resumable", blocked: "resumable" },
  restart: {
    pending: "pending",
    queued: "pending",
    running: "pending",
    partial: "pending",
    done: "pending",
    failed: "pending",
    blocked: "pending",
    paused: "pending",
  },
  skip: {
    pending: "done",
    queued: "done",
    running: "done",
    partial: "done",
    failed: "done",
    blocked: "done",
    paused: "done",
  },
  // Not from queued or running, because the work is in progress; not from blocked or paused, which only a person ends.
  run: { pending: "pending", partial: "partial", failed: "failed", done: "pending" },
  delete: {
    pending: "same",
    queued: "resumable",
    running: "resumable",
    partial: "same",
    done: "same",
    failed: "same",
    blocked: "same",
    paused: "same",
  },
  restore: {
    pending: "same",
    partial: "same",
    done: "same",
    failed: "same",
    blocked: "same",
    paused: "same",
  },
};

/** State of unfinished work without a holder. */
export function resumable(hasSavedPages: boolean): KeywordState {
  return hasSavedPages ? "partial" : "pending";
}

/** The state in which due work can be claimed: a done keyword starts a new run. */
export function stateWhenDue(state: KeywordState): KeywordState {
  return state === "done" ? "pending" : state;
}

export interface KeywordFacts {
  state: KeywordState;
  deleted: boolean;
  /** The current run is unfinished and has at least one page saved. */
  hasSavedPages: boolean;
}

/** @returns the state after a person's action; null when the action is not possible in this state */
export function stateAfter(action: KeywordAction, facts: KeywordFacts): KeywordState | null {
  // A deleted keyword can only be restored, and only a deleted keyword can.
  if (facts.deleted !== (action === "restore")) return null;
  const target = ACTIONS[action][facts.state];
  if (target === undefined) return null;
  if (target === "same") return facts.state;
  return target === "resumable" ? resumable(facts.hasSavedPages) : target;
}

/** @returns the actions that are possible now, in the order of the contract */
export function possibleActions(facts: KeywordFacts): KeywordAction[] {
  const all = Object.keys(ACTIONS) as KeywordAction[];
  return all.filter((action) => stateAfter(action, facts) !== null);
}
