import type { SleepingClock } from "../../../shared/clock.ts";

/** @param wake its abort ends every sleep, and makes every later one resolve at once */
export function createClock(wake: AbortSignal): SleepingClock {
  return {
    now: () => Date.now(),
    sleep: (ms) =>
      new Promise((resolve) => {
        if (wake.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          wake.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        wake.addEventListener("abort", done);
      }),
  };
}
