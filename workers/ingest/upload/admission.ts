/**
 * How many uploads an isolate works on at once: each holds a few megabytes, and the isolate has 128 for everything.
 * The body of one that waits is not read. Waiting is a loop of short timers: a promise that another request resolves
 * would look like a request that hangs. A request whose sender went away may end without another step of its own, so
 * a place that shows no sign of life is taken back.
 */
import { ApiError } from "../../../shared/errors/codes.ts";

const AT_ONCE = 2;
const LOOK_MS = 10;
const MOST_WAIT_MS = 60_000;
/** Without a sign of life: of one in line, which looks every few milliseconds, and of one at work. */
const WAITING_DEAD_MS = 2000;
const WORKING_DEAD_MS = 60_000;

/** In order of arrival: when each last showed that it lives, Unix ms. */
const waiting = new Map<symbol, number>();
const working = new Map<symbol, number>();

function dropDead(places: Map<symbol, number>, before: number): void {
  for (const [place, seen] of places) if (seen < before) places.delete(place);
}

function mayBegin(own: symbol, now: number): boolean {
  dropDead(waiting, now - WAITING_DEAD_MS);
  dropDead(working, now - WORKING_DEAD_MS);
  const [first] = waiting.keys();
  return first === own && working.size < AT_ONCE;
}

/**
 * Runs `work` when there is room.
 * @param work calls `alive` at each step
 * @throws ApiError too_many_requests after a minute without
 */
export async function admitted<T>(work: (alive: () => void) => Promise<T>): Promise<T> {
  const own = Symbol("upload");
  const since = Date.now();
  try {
    for (let now = since; ; now = Date.now()) {
      waiting.set(own, now);
      if (mayBegin(own, now)) break;
      if (now - since >= MOST_WAIT_MS) {
        throw new ApiError("too_many_requests", "too many uploads at once; send it again", [], {
          retryAfterSeconds: 5,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    waiting.delete(own);
  }
  const alive = () => void working.set(own, Date.now());
  alive();
  try {
    return await work(alive);
  } finally {
    working.delete(own);
  }
}
