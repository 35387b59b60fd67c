/** The node's own pace: minimum time between two of its requests to one platform, on top of the gate's. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";

export interface Pacer {
  /** @param delayMs minimum time between two requests; 0 leaves the pace to the gate */
  set(delayMs: number): void;
  delayMs(): number;
  /** Waits for this request's turn. */
  wait(platform: Platform): Promise<void>;
}

export function createPacer(clock: SleepingClock): Pacer {
  let delay = 0;
  const next = new Map<Platform, number>();
  return {
    set(delayMs) {
      delay = delayMs;
      next.clear();
    },
    delayMs: () => delay,
    async wait(platform) {
      if (delay === 0) return;
      const now = clock.now();
      const at = Math.max(now, next.get(platform) ?? 0);
      next.set(platform, at + delay);
      if (at > now) await clock.sleep(at - now);
    },
  };
}
