/** Tells how far the clock of a time zone is from UTC, and when that changes. */
import { DAY_MS, MINUTE_MS } from "../../time.ts";

/** Clocks change at quarters of an hour in all of today's zones, so one reading holds for a quarter. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Maximum number of readings that are kept per zone. */
const MAX_KEPT = 20_000;

interface Clock {
  format: Intl.DateTimeFormat;
  kept: Map<number, number>;
}
const clocks = new Map<string, Clock>();

function clockOf(timeZone: string): Clock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const clock = { format, kept: new Map<number, number>() };
  clocks.set(timeZone, clock);
  return clock;
}

/** @returns true for an IANA name that this runtime knows, and false for an offset such as `+08:00` */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** @param at Unix ms @returns milliseconds that the zone's clock is ahead of UTC */
function offsetAt(timeZone: string, at: number): number {
  const { format, kept } = clockOf(timeZone);
  const quarter = Math.floor(at / QUARTER_MS);
  const known = kept.get(quarter);
  if (known !== undefined) return known;
  const begin = quarter * QUARTER_MS;
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(begin)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - begin;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(quarter, offset);
  return offset;
}

/** A span of time in which the clock runs evenly. Unix ms. */
export interface EvenSpan {
  from: number;
  /** Exclusive. */
  until: number;
  /** Milliseconds ahead of UTC. */
  offset: number;
  /** How far the clock was put forward (below 0: back) at `from`; 0 for the first span. */
  shift: number;
}

/** The spans that cover from `from` to `until`. Two changes within one day count as one. */
export function* evenSpans(timeZone: string, from: number, until: number): Generator<EvenSpan> {
  let begin = from;
  let offset = offsetAt(timeZone, from);
  let shift = 0;
  for (let at = from; at < until; ) {
    const next = Math.min(at + DAY_MS, until);
    const nextOffset = offsetAt(timeZone, next);
    if (nextOffset !== offset) {
      const change = changeBetween(timeZone, at, next, offset);
      yield { from: begin, until: change, offset, shift };
      shift = offsetAt(timeZone, change) - offset;
      offset += shift;
      begin = change;
      at = change;
    } else at = next;
  }
  yield { from: begin, until, offset, shift };
}

/** @returns the first quarter of an hour after `low` at which the offset is another one */
function changeBetween(timeZone: string, low: number, high: number, offset: number): number {
  let before = Math.floor(low / QUARTER_MS);
  let after = Math.floor(high / QUARTER_MS);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(timeZone, middle * QUARTER_MS) === offset) before = middle;
    else after = middle;
  }
  return after * QUARTER_MS;
}
