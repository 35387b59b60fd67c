/**
 * Limits how many uploads an isolate processes at once: each uses a few megabytes, and the isolate has 128 MB in all.
 * The body of a waiting upload is not read. Waiting is a loop of short timers, because the runtime would treat a promise
 * that another request resolves as a hanging request. A request whose sender disconnected stops without running any more
 * code: its timers stop, and a slot without a heartbeat is released.
 */
import { ApiError } from "../../../shared/errors/codes.ts";

/** One upload uses the processor while the other waits for the spool. */
const AT_ONCE = 2;
/**
 * Total wait for a sender after which it counts as slow: its slot is freed for another, and it continues in small
 * parts.
 */
const SLOW_MS = 2000;
const SLOW_AT_ONCE = 24;
/** Slots that one sender may hold, slow uploads included: slow uploads of one key must not stop those of the others. */
const MAX_PER_SENDER = 4;
/** Limit for all uploads together of rows buffered before their envelope is known. */
const MAX_PENDING_BYTES = 24 * 1024 * 1024;
const POLL_MS = 10;
const MAX_WAIT_MS = 60_000;
const HEARTBEAT_MS = 250;
const STALE_MS = 3000;

/** The slot of an upload that is being processed. */
export interface UploadSlot {
  /** Starts counting the time spent waiting for the sender. */
  waits(): void;
  /** Stops counting: bytes arrived. */
  works(): void;
  /** True when the sender is slow: its parts must stay small. */
  isSlow(): boolean;
  /**
   * @param bytes buffered before the envelope is known.
   * @throws ApiError too_many_requests when all uploads together buffer too much
   */
  hold(bytes: number): void;
}

interface State {
  sender: string;
  seenAt: number;
  waitingSince: number | null;
  waitedMs: number;
  isSlow: boolean;
  held: number;
}

interface Waiting {
  /** Order of arrival. */
  number: number;
  /** Last heartbeat, Unix ms. */
  seenAt: number;
}

/** The waiting uploads of each sender, in order of arrival. */
const waiting = new Map<string, Map<symbol, Waiting>>();
const working = new Map<symbol, State>();
let arrivals = 0;

const slowCount = () => [...working.values()].filter(({ isSlow }) => isSlow).length;

/** Slots that the sender holds. */
const heldBy = (name: string) => [...working.values()].filter(({ sender }) => sender === name).length;

/** The first upload of a sender that still waits; uploads whose sender disconnected are removed. */
function firstOf(sender: string, now: number): [symbol, Waiting] | undefined {
  const uploads = waiting.get(sender);
  for (const [key, upload] of uploads ?? []) {
    if (upload.seenAt >= now - STALE_MS) return [key, upload];
    uploads?.delete(key);
  }
  waiting.delete(sender);
  return undefined;
}

/** The next free slot goes to the sender that holds the fewest, and among equals to the upload that waits longest. */
function nextUpload(now: number): symbol | null {
  let best: { key: symbol; held: number; number: number } | null = null;
  for (const sender of [...waiting.keys()]) {
    const held = heldBy(sender);
    if (held >= MAX_PER_SENDER) continue;
    const first = firstOf(sender, now);
    if (!first) continue;
    const [key, { number }] = first;
    if (best === null || held < best.held || (held === best.held && number < best.number))
      best = { key, held, number };
  }
  return best?.key ?? null;
}

function mayBegin(key: symbol, now: number): boolean {
  for (const [other, { seenAt }] of working) if (seenAt < now - STALE_MS) working.delete(other);
  return working.size - slowCount() < AT_ONCE && nextUpload(now) === key;
}

/** Waits for a free slot and takes it in the same synchronous step. */
async function acquireSlot(key: symbol, state: State, maxWaitMs: number): Promise<void> {
  const since = Date.now();
  const { sender } = state;
  const place: Waiting = { number: arrivals++, seenAt: since };
  try {
    for (let now = since; ; now = Date.now()) {
      place.seenAt = now;
      // A busy isolate may have removed the upload as stale: add it again.
      const uploads = waiting.get(sender) ?? new Map<symbol, Waiting>();
      waiting.set(sender, uploads.set(key, place));
      if (mayBegin(key, now)) {
        state.seenAt = now;
        working.set(key, state);
        return;
      }
      if (now - since >= maxWaitMs) throw tooMany("too many uploads at once; send it again");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    const uploads = waiting.get(sender);
    uploads?.delete(key);
    if (uploads?.size === 0) waiting.delete(sender);
  }
}

const tooMany = (message: string) => new ApiError("too_many_requests", message, [], { retryAfterSeconds: 5 });

function slotOf(state: State): UploadSlot {
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
      if (all > MAX_PENDING_BYTES) {
        throw tooMany(
          "too many rows at once that come before platform_type and data_type; send these fields first, or send it again later",
        );
      }
    },
  };
}

/**
 * Runs `work` once a slot is free.
 * @param sender holds at most {@link MAX_PER_SENDER} slots
 * @throws ApiError too_many_requests when none becomes free within `maxWaitMs`
 */
export async function withUploadSlot<T>(
  sender: string,
  work: (slot: UploadSlot) => Promise<T>,
  maxWaitMs = MAX_WAIT_MS,
): Promise<T> {
  const key = Symbol("upload");
  const state: State = { sender, seenAt: 0, waitingSince: null, waitedMs: 0, isSlow: false, held: 0 };
  await acquireSlot(key, state, maxWaitMs);
  const beat = () => {
    const now = Date.now();
    state.seenAt = now;
    const waited = state.waitedMs + (state.waitingSince === null ? 0 : now - state.waitingSince);
    if (waited > SLOW_MS && slowCount() < SLOW_AT_ONCE) state.isSlow = true;
    // A busy isolate may have removed the upload as stale: add it again.
    working.set(key, state);
  };
  beat();
  const heartbeat = setInterval(beat, HEARTBEAT_MS);
  try {
    return await work(slotOf(state));
  } finally {
    clearInterval(heartbeat);
    working.delete(key);
  }
}
