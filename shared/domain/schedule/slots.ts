/**
 * Enumerates the slots of a schedule. When clocks change, cron expressions follow the rule of Debian's cron, cron(8):
 * "Local time changes of less than three hours […] are handled specially. […] If time has moved forward, those jobs that
 * would have run in the interval that has been skipped will be run immediately. Conversely, if time has moved backward,
 * care is taken to avoid running jobs twice." Its code (cron.c) applies this to jobs whose minute and hour both do not
 * begin with `*`; the others follow the real time.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time.ts";
import { type Cron, firesOn, parseCron } from "./cron.ts";
import { evenSpans } from "./zones.ts";

/** Says when a schedule fires. Times are Unix ms, on whole minutes. */
export type Timing =
  | { kind: "cron"; cron: string; time_zone: string }
  /** `start_at` is the first slot. */
  | { kind: "interval"; every_s: number; start_at: number }
  | { kind: "once"; at: number };

/** A change of the clock by this or more is a correction: the new time counts at once. */
const CORRECTION_MS = 3 * HOUR_MS;
/** Every cron expression fires within this: 29 February is missing for eight years around 1900 or 2100. */
const HORIZON_MS = 9 * 366 * DAY_MS;

const parsed = new Map<string, Cron>();
function cronOf(expression: string): Cron {
  const known = parsed.get(expression);
  if (known) return known;
  const cron = parseCron(expression);
  if (parsed.size >= 1000) parsed.clear();
  parsed.set(expression, cron);
  return cron;
}

/**
 * @param after exclusive
 * @param until inclusive
 * @returns the slots in (after, until], ascending, each once
 * @throws CronError for an expression that cannot be read
 */
export function* slotsBetween(timing: Timing, after: number, until: number): Generator<number> {
  if (timing.kind === "once") {
    if (timing.at > after && timing.at <= until) yield timing.at;
    return;
  }
  if (timing.kind === "interval") {
    const every = timing.every_s * 1000;
    const passed = Math.max(0, Math.floor((after - timing.start_at) / every) + 1);
    for (let slot = timing.start_at + passed * every; slot <= until; slot += every) yield slot;
    return;
  }
  yield* cronSlots(cronOf(timing.cron), timing.time_zone, after, until);
}

function* cronSlots(cron: Cron, timeZone: string, after: number, until: number): Generator<number> {
  if (until <= after) return;
  // A change shortly before `after` decides whether a wall time is repeated.
  for (const { from, until: end, offset, shift } of evenSpans(timeZone, after - DAY_MS, until + 1)) {
    const special = !cron.wildcard && shift !== 0 && Math.abs(shift) < CORRECTION_MS;
    const wallFrom = from + offset;
    // The clock was put back: times that it had shown already are not run again.
    const skipBefore = special && shift < 0 ? wallFrom - shift : wallFrom;
    // The clock was put forward: times that it left out are due right at the change.
    if (special && shift > 0 && from > after && from <= until) {
      const first = firstWall(cron, wallFrom - shift, wallFrom);
      if (first !== null && firstWall(cron, wallFrom, wallFrom + MINUTE_MS) === null) yield from;
    }
    const wallBegin = Math.max(skipBefore, after + 1 + offset);
    for (const wall of wallTimes(cron, wallBegin, Math.min(end, until + 1) + offset)) yield wall - offset;
  }
}

/** @returns the wall times in [from, until) at which the expression fires, as Unix ms of a clock without zone */
function* wallTimes(cron: Cron, from: number, until: number): Generator<number> {
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < until; day += DAY_MS) {
    if (!firesOn(cron, day)) continue;
    for (const minute of cron.minutesOfDay) {
      const wall = day + minute * MINUTE_MS;
      if (wall >= until) return;
      if (wall >= from) yield wall;
    }
  }
}

const firstWall = (cron: Cron, from: number, until: number): number | null =>
  wallTimes(cron, from, until).next().value ?? null;

/** @returns up to `count` slots after `after` (exclusive), ascending; fewer when no more follow */
export function nextSlots(timing: Timing, after: number, count: number): number[] {
  const slots: number[] = [];
  // The first look is short, because most schedules fire often.
  let from = after;
  for (let span = 2 * DAY_MS; from < (slots.at(-1) ?? after) + HORIZON_MS; span *= 8) {
    const until = from + Math.min(span, HORIZON_MS);
    for (const slot of slotsBetween(timing, from, until)) {
      slots.push(slot);
      if (slots.length === count) return slots;
    }
    from = until;
  }
  return slots;
}

/** @returns the first slot after `after`; null when none follows */
export const nextSlot = (timing: Timing, after: number): number | null =>
  nextSlots(timing, after, 1)[0] ?? null;
