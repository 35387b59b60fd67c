/**
 * A lane's side of PlatformGate: politeness as a decorator round the request.
 * One permit allows one request. Where the platform's pace is zero (a local board), a permit only bounds the
 * concurrent requests and is kept for a burst, so that the gate is called once per burst.
 */

import type { Outcome } from "../contracts/platform.ts";
import type { GateSettings, PermitReport, PlatformGateApi } from "../contracts/platform-gate.ts";
import type { PlatformSettings } from "../contracts/settings.ts";

export type Permission = { granted: true } | { granted: false; waitMs: number; reason: string };

export interface Permits {
  /** Acquires a permit for one request. A short wait is slept here, a longer one is returned. */
  acquire(): Promise<Permission>;
  /** Reports the outcome to the gate: with the next `acquire`, or at once when it matters to other lanes. */
  report(outcome: Outcome, retryAfterMs?: number): Promise<void>;
  /** Ends the burst: reports the last outcome or gives the permit back. */
  close(): Promise<void>;
}

/** Outcomes that other lanes must know of before their next request. */
const URGENT: ReadonlySet<Outcome> = new Set(["blocked", "login-needed", "throttled", "network", "server"]);
const BURST_REQUESTS = 16;
/** The permit of a holder that died expires after a request's time-out plus this. */
const PERMIT_SLACK_MS = 15_000;

export function gateSettings(settings: PlatformSettings): GateSettings {
  return {
    delay_ms: settings.delay_ms,
    jitter_ms: settings.jitter_ms,
    concurrency: settings.concurrency,
    breaker_cooldown_ms: settings.breaker_cooldown_ms,
    breaker_failures: settings.breaker_failures,
    permit_ttl_ms: settings.timeout_ms + PERMIT_SLACK_MS,
  };
}

/** A waiting lane asks at least this often whether it still holds its keyword: a paused one makes no further request. */
const CHECK_MS = 5000;
/** A shorter wait than this goes unchecked. */
export const UNCHECKED_MS = 1000;

/**
 * @param inlineWaitMs a wait up to this is slept, a longer one is returned; milliseconds
 * @param whileWaiting called during a longer wait and after it; it throws to end the wait without a request
 */
export function openPermits(
  gate: Pick<PlatformGateApi, "exchange" | "giveBack">,
  platform: PlatformSettings,
  inlineWaitMs: number,
  clock: { sleep(ms: number): Promise<void> },
  whileWaiting: () => Promise<void> = async () => {},
): Permits {
  const settings = gateSettings(platform);
  const burst = platform.delay_ms + platform.jitter_ms === 0 ? BURST_REQUESTS : 1;
  let permit: string | null = null;
  let left = 0;
  let used: PermitReport | null = null;

  async function wait(waitMs: number): Promise<void> {
    for (let leftMs = waitMs; leftMs > 0; leftMs -= CHECK_MS) {
      await clock.sleep(Math.min(leftMs, CHECK_MS));
      if (waitMs >= UNCHECKED_MS) await whileWaiting();
    }
  }

  return {
    async acquire() {
      if (permit && left > 0) {
        left--;
        return { granted: true };
      }
      let slept = 0;
      for (;;) {
        const reports = used ? [used] : [];
        used = null;
        permit = null;
        const answer = await gate.exchange(reports, 1, settings);
        if (answer.permits[0]) {
          permit = answer.permits[0];
          left = burst - 1;
          return { granted: true };
        }
        // The sum of all sleeps counts, not each of them: many lanes may wait for the same slot.
        slept += answer.wait_ms;
        if (slept > inlineWaitMs || answer.reason === "breaker") {
          return { granted: false, waitMs: answer.wait_ms, reason: answer.reason ?? "pace" };
        }
        await wait(Math.max(1, answer.wait_ms));
      }
    },
    async report(outcome, retryAfterMs) {
      if (!permit) return;
      used = { permit, outcome, retry_after_ms: retryAfterMs };
      if (!URGENT.has(outcome)) return;
      permit = null;
      left = 0;
      const reports = [used];
      used = null;
      await gate.exchange(reports, 0, settings);
    },
    async close() {
      if (used) await gate.exchange([used], 0, settings);
      else if (permit) await gate.giveBack([permit]);
      permit = null;
      used = null;
      left = 0;
    },
  };
}
