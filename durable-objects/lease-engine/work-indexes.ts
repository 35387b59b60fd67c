/** Conditions of the table `work` as its partial indexes know them: SQLite takes such an index only for its own words. */
import { IN_WINDOW, type Phase } from "./types.ts";

/** Phases in which an item has a timer; the index of timers begins with the phase. */
export const TIMED: readonly Phase[] = ["waiting", ...IN_WINDOW];

/** Running items. */
export const RUNNING = "phase = 'running' AND timer_at IS NOT NULL";

/**
 * Condition of the items in a state; binds the state.
 * @param isRunning whether it is the state of running items
 */
export const inState = (isRunning: boolean): string =>
  isRunning ? `${RUNNING} AND state = ?` : "state = ? AND phase <> 'running'";

/** The items whose timer is due, oldest first; binds the time (Unix ms) and the limit. At most the limit of each phase is read. */
export const DUE = `SELECT * FROM (${TIMED.map(
  (phase) =>
    `SELECT * FROM (SELECT * FROM work WHERE phase = '${phase}' AND timer_at <= ?1 ORDER BY timer_at LIMIT ?2)`,
).join(" UNION ALL ")}) ORDER BY timer_at LIMIT ?2`;

/** Reads the earliest timer of items in some phases as `at`, Unix ms. */
export const firstTimerOf = (phases: readonly Phase[]): string =>
  `SELECT min(at) AS at FROM (${phases
    .map((phase) => `SELECT min(timer_at) AS at FROM work WHERE phase = '${phase}' AND timer_at IS NOT NULL`)
    .join(" UNION ALL ")})`;
