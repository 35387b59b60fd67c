/** The node's own pace: least time between two of its requests to one platform, on top of the gate's. */
import type { Platform } from "../../../../shared/contracts/platform.ts";
import type { Clock } from "../clock.ts";

export interface Pacer {
  /** Milliseconds; 0: the gate's pace alone. */
  set(delayMs: number): void;
  delayMs(): number;
  /** Waits for the next place in line. */
  wait(platform: Platform): Promise<void>;
}

export function createPacer(clock: Clock): Pacer {
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
