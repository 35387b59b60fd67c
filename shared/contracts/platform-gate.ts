/** Calls of PlatformGate: one rate budget, concurrency cap and circuit breaker per platform (X9). */
import type { Outcome } from "./platform.ts";

export interface GateSettings {
  delayMs: number;
  jitterMs: number;
  concurrency: number;
  breakerCooldownMs: number;
  breakerFailures: number;
  /** A permit not given back within this time is free again (its holder died). */
  permitTtlMs: number;
}

export type BreakerState = "closed" | "open" | "half-open";

export interface PermitReport {
  permit: string;
  outcome: Outcome;
  /** From Retry-After, milliseconds: nobody asks the platform again before. */
  retryAfterMs?: number;
}

export interface GateAnswer {
  /** Granted permits, at most `want`; each allows one request. */
  permits: string[];
  /** 0 when something was granted; else the time after which asking again makes sense. */
  waitMs: number;
  breaker: BreakerState;
  /** Why nothing was granted. */
  reason?: "pace" | "concurrency" | "breaker" | "throttled";
}

export interface GateStatus {
  breaker: BreakerState;
  /** Unix ms when an open breaker lets one probe through; null when closed. */
  reopenAt: number | null;
  /** Outcome that opened it. */
  cause: Outcome | null;
  openings: number;
  inFlight: number;
  nextAllowedAt: number;
  failuresInARow: number;
  requests: number;
}

export interface PlatformGateApi {
  /** Reports used permits and asks for `want` new ones, in one step. */
  exchange(reports: PermitReport[], want: number, settings: GateSettings): Promise<GateAnswer>;
  /** Gives permits back unused: no pace is charged. */
  giveBack(permits: string[]): Promise<void>;
  status(): Promise<GateStatus>;
  /** A person closes the breaker. */
  reset(): Promise<GateStatus>;
}
