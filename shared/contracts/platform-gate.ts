/** Calls of PlatformGate: one rate budget, concurrency cap and circuit breaker per platform (X9). */
import type { Outcome } from "./platform.ts";

export interface GateSettings {
  delayMs: number;
  jitterMs: number;
  concurrency: number;
  breakerCooldownMs: number;
  breakerFailures: number;
  /** A permit that is not given back within this time expires, because its holder died. */
  permitTtlMs: number;
}

export type BreakerState = "closed" | "open" | "half-open";

export interface PermitReport {
  permit: string;
  outcome: Outcome;
  /** From Retry-After, milliseconds: no request to the platform is permitted before it is over. */
  retryAfterMs?: number;
}

export interface GateAnswer {
  /** Granted permits, at most `want`; each allows one request. */
  permits: string[];
  /** 0 when a permit was granted, else the time after which a retry makes sense, milliseconds. */
  waitMs: number;
  breaker: BreakerState;
  /** Why no permit was granted. */
  reason?: "pace" | "concurrency" | "breaker" | "throttled";
}

export interface GateStatus {
  breaker: BreakerState;
  /** Unix ms at which an open breaker lets one probe through; null when closed. */
  reopenAt: number | null;
  /** The outcome that opened the breaker. */
  cause: Outcome | null;
  openings: number;
  inFlight: number;
  nextAllowedAt: number;
  failuresInARow: number;
  requests: number;
}

export interface PlatformGateApi {
  /** Reports used permits and requests `want` new ones, in one step. */
  exchange(reports: PermitReport[], want: number, settings: GateSettings): Promise<GateAnswer>;
  /** Gives unused permits back; they don't count against the pace. */
  giveBack(permits: string[]): Promise<void>;
  status(): Promise<GateStatus>;
  /** Closes the breaker at the request of a person. */
  reset(): Promise<GateStatus>;
}
