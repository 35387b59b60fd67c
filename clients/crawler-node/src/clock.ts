/** Time, and a sleep that a stop ends early. */
export interface Clock {
  /** Unix ms. */
  now(): number;
  /** Resolves after `ms`, or at once when the program stops. */
  sleep(ms: number): Promise<void>;
}

/** @param wake its abort ends every sleep */
export function createClock(wake: AbortSignal): Clock {
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
