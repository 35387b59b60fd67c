/** Which slots of a cron expression fall due, pure. */
import { Cron } from "croner";

/** After a long stop only so many missed slots are listed one by one. */
const MAX_MISSED = 60;

export interface DueSlots {
  /** The latest slot not after `now`; the one that may run. Null when none fell in (after, now]. */
  latest: number | null;
  /** Earlier slots in (after, now] that nobody ran, oldest first; the newest MAX_MISSED of them. */
  missed: number[];
}

/**
 * @param after Unix ms of the last slot known, exclusive
 * @param now Unix ms, inclusive
 */
export function dueSlots(cron: string, timeZone: string, after: number, now: number): DueSlots {
  const schedule = new Cron(cron, { timezone: timeZone, paused: true });
  // `previousRuns` looks strictly before its date: the slot of this very second counts as due.
  const due = schedule
    .previousRuns(MAX_MISSED + 1, new Date(now + 1000))
    .map((date) => date.getTime())
    .filter((slot) => slot > after && slot <= now);
  const [latest = null, ...missed] = due;
  return { latest, missed: missed.reverse() };
}
