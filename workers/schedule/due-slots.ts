/** Computes which slots of a cron expression are due. */
import { Cron } from "croner";

/** Missed slots that are listed; after a long stop older ones are left out. */
const MAX_MISSED = 60;

export interface DueSlots {
  /** The newest slot in (after, now], which may run; null when there is none. */
  latest: number | null;
  /** Earlier slots in (after, now], oldest first; at most the newest MAX_MISSED. */
  missed: number[];
}

/**
 * @param after Unix ms of the last slot known, exclusive
 * @param now Unix ms, inclusive
 */
export function dueSlots(cron: string, timeZone: string, after: number, now: number): DueSlots {
  const schedule = new Cron(cron, { timezone: timeZone, paused: true });
  // `previousRuns` is exclusive, so add a second: a slot at `now` is due.
  const due = schedule
    .previousRuns(MAX_MISSED + 1, new Date(now + 1000))
    .map((date) => date.getTime())
    .filter((slot) => slot > after && slot <= now);
  const [latest = null, ...missed] = due;
  return { latest, missed: missed.reverse() };
}
