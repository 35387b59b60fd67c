/**
 * How many uploads an isolate works on at once: each holds a few megabytes, and the isolate has 128 for everything.
 * The body of one that waits is not read. Waiting is a loop of short timers: a promise that another request resolves
 * would look like a request that hangs. A request whose sender went away ends without another step of its own: its
 * timers stop, and a place that shows no sign of life is taken back.
 */
import { ApiError } from "../../../shared/errors/codes.ts";

/** One keeps the processor busy while the other waits for the spool. */
const AT_ONCE = 2;
/** A sender that kept us waiting so long is slow: it gives its place to another and goes on beside, in small parts. */
const SLOW_MS = 2000;
const SLOW_AT_ONCE = 24;
/** Rows that came before it was known what they are, of all uploads. */
const MAX_HELD_BYTES = 24 * 1024 * 1024;
const LOOK_MS = 10;
const MOST_WAIT_MS = 60_000;
const SIGN_OF_LIFE_MS = 250;
const DEAD_MS = 3000;

/** An upload at work. */
export interface Place {
  /** From now on the sender is waited for. */
  waits(): void;
  /** Something came. */
  works(): void;
  /** Little may be held for it. */
  isSlow(): boolean;
  /** @param bytes held before it is known what they are. @throws ApiError too_many_requests when all hold too much */
  hold(bytes: number): void;
}

interface State {
  seenAt: number;
  waitingSince: number | null;
  waitedMs: number;
  isSlow: boolean;
  held: number;
}

/** In order of arrival: when each last showed that it lives, Unix ms. */
const waiting = new Map<symbol, number>();
const working = new Map<symbol, State>();

const slowOnes = () => [...working.values()].filter(({ isSlow }) => isSlow).length;

function mayBegin(own: symbol, now: number): boolean {
  for (const [place, seenAt] of waiting) if (seenAt < now - DEAD_MS) waiting.delete(place);
  for (const [place, { seenAt }] of working) if (seenAt < now - DEAD_MS) working.delete(place);
  const [first] = waiting.keys();
  return first === own && working.size - slowOnes() < AT_ONCE;
}

/** Takes a place, in the very step that finds one free. */
async function takePlace(own: symbol, state: State, mostWaitMs: number): Promise<void> {
  const since = Date.now();
  try {
    for (let now = since; ; now = Date.now()) {
      waiting.set(own, now);
      if (mayBegin(own, now)) {
        state.seenAt = now;
        working.set(own, state);
        return;
      }
      if (now - since >= mostWaitMs) throw tooMany("too many uploads at once; send it again");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    waiting.delete(own);
  }
}

const tooMany = (message: string) => new ApiError("too_many_requests", message, [], { retryAfterSeconds: 5 });

function placeOf(state: State): Place {
  return {
    waits() {
      state.waitingSince = Date.now();
    },
    works() {
      state.waitedMs += Date.now() - (state.waitingSince ?? Date.now());
      state.waitingSince = null;
    },
    isSlow: () => state.isSlow,
    hold(bytes) {
      state.held = bytes;
      const all = [...working.values()].reduce((sum, { held }) => sum + held, 0);
      if (all > MAX_HELD_BYTES) {
        throw tooMany(
          "too many rows at once that come before platform_type and data_type; send these fields first, or send it again later",
        );
      }
    },
  };
}

/**
 * Runs `work` when there is room.
 * @throws ApiError too_many_requests after `mostWaitMs` without
 */
export async function admitted<T>(work: (place: Place) => Promise<T>, mostWaitMs = MOST_WAIT_MS): Promise<T> {
  const own = Symbol("upload");
  const state: State = { seenAt: 0, waitingSince: null, waitedMs: 0, isSlow: false, held: 0 };
  await takePlace(own, state, mostWaitMs);
  const live = () => {
    const now = Date.now();
    state.seenAt = now;
    const waited = state.waitedMs + (state.waitingSince === null ? 0 : now - state.waitingSince);
    if (waited > SLOW_MS && slowOnes() < SLOW_AT_ONCE) state.isSlow = true;
    // Again, should a busy isolate have taken it for dead.
    working.set(own, state);
  };
  live();
  const heart = setInterval(live, SIGN_OF_LIFE_MS);
  try {
    return await work(placeOf(state));
  } finally {
    clearInterval(heart);
    working.delete(own);
  }
}
