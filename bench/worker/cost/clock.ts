/**
 * A clock that jumps over waiting: while nothing is under way, the time of the next timer or alarm comes at once. Work
 * takes its real time. Installed before any product code reads the time.
 */
import { MINUTE_MS } from "../../../shared/time.ts";
import { counting, quietMs, waitingEnded } from "./meter.ts";

/** Shorter timers run in real time. */
const MIN_MS = 20;
const POLL_MS = 2;
/** Time without activity after which the next timer comes. */
const QUIET_MS = 8;

const realNow = Date.now.bind(Date);
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
let ahead = 0;

/** Waits in real time. */
export const realDelay = (ms: number) => new Promise<void>((resolve) => realSetTimeout(resolve, ms));

interface Timer {
  due: number;
  handle: unknown;
  over: boolean;
}
const timers = new Set<Timer>();

export interface Alarm {
  at: number;
  ring(): Promise<void>;
}
export const alarms = new Map<string, Alarm>();

function start(timer: Timer, run: () => void): void {
  const poll = () => {
    if (timer.over) return;
    const left = timer.due - Date.now();
    // Each request polls by timers of its own, because a request cannot end the wait of another one.
    if (left > 0) timer.handle = realSetTimeout(poll, Math.min(left, POLL_MS));
    else {
      stop(timer);
      run();
    }
  };
  timers.add(timer);
  poll();
}

function stop(timer: Timer): void {
  timer.over = true;
  timers.delete(timer);
  realClearTimeout(timer.handle as number);
}

const isTimer = (value: unknown): value is Timer =>
  typeof value === "object" && value !== null && "due" in value;

if (counting) {
  Date.now = () => realNow() + ahead;
  const later = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (!(ms >= MIN_MS)) return realSetTimeout(run, ms, ...args);
    const timer: Timer = { due: Date.now() + ms, handle: null, over: false };
    start(timer, () => run(...args));
    return timer;
  };
  const every = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const timer: Timer = { due: Date.now() + ms, handle: null, over: false };
    const again = () => {
      timer.over = false;
      timer.due += ms;
      start(timer, again);
      run(...args);
    };
    start(timer, again);
    return timer;
  };
  const clear = (timer: unknown) => {
    if (isTimer(timer)) stop(timer);
    else realClearTimeout(timer as number);
  };
  Object.assign(globalThis, {
    setTimeout: later,
    setInterval: every,
    clearTimeout: clear,
    clearInterval: clear,
  });
}

/**
 * Lets time pass until `done`, and rings alarms.
 * @param everyMinute is called once a minute of this clock
 * @throws Error after `limitMs` of this clock
 */
export async function passTime(done: () => boolean, limitMs: number, everyMinute: () => Promise<void>) {
  const startedAt = Date.now();
  let minute = Math.floor(startedAt / MINUTE_MS) + 1;
  while (!done()) {
    await realDelay(1);
    const now = Date.now();
    if (now - startedAt > limitMs) throw new Error(`not done after ${limitMs / MINUTE_MS} minutes`);
    if (minute * MINUTE_MS <= now) {
      minute = Math.floor(now / MINUTE_MS) + 1;
      await everyMinute();
    }
    for (const [key, alarm] of alarms) {
      if (alarm.at > now) continue;
      alarms.delete(key);
      await alarm.ring();
    }
    if (quietMs() < QUIET_MS) continue;
    const due = [...timers].map((timer) => timer.due).filter((at) => at > now);
    const next = Math.min(...due, ...[...alarms.values()].map(({ at }) => at), minute * MINUTE_MS);
    ahead += Math.max(0, next - Date.now());
    waitingEnded();
  }
  return Date.now() - startedAt;
}
