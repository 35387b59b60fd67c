/**
 * The state machine of a keyword (A2), as a table. Pure: the ledger asks it before every change, the
 * dashboard may ask it which buttons to show.
 */
import type { KeywordAction } from "../contracts/keyword.ts";
import type { KeywordState } from "../contracts/platform.ts";

/** States work is picked from, first to last: unfinished runs, then failed ones that are due, then new ones. */
export const PICK_ORDER = ["partial", "failed", "pending"] as const satisfies readonly KeywordState[];

/** `resumable`: partial when the run has saved pages, else pending. `same`: the state it is in. */
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
  // Not queued or running: it is on its way. Not blocked or paused: a person parked it, a person lets it go.
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

/** State of unfinished work that nobody holds. */
export function resumable(hasSavedPages: boolean): KeywordState {
  return hasSavedPages ? "partial" : "pending";
}

/** The state in which work becomes pickable once its due time has come: a done keyword starts over. */
export function stateWhenDue(state: KeywordState): KeywordState {
  return state === "done" ? "pending" : state;
}

export interface KeywordFacts {
  state: KeywordState;
  deleted: boolean;
  /** The current run is unfinished and has at least one page saved. */
  hasSavedPages: boolean;
}

/** The state after a person's action; null when the action is impossible there. */
export function stateAfter(action: KeywordAction, facts: KeywordFacts): KeywordState | null {
  // A deleted keyword knows one action, and only it does.
  if (facts.deleted !== (action === "restore")) return null;
  const target = ACTIONS[action][facts.state];
  if (target === undefined) return null;
  if (target === "same") return facts.state;
  return target === "resumable" ? resumable(facts.hasSavedPages) : target;
}

/** The actions possible now, in the order of the contract. */
export function possibleActions(facts: KeywordFacts): KeywordAction[] {
  const all = Object.keys(ACTIONS) as KeywordAction[];
  return all.filter((action) => stateAfter(action, facts) !== null);
}
