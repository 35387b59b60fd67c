/** Calls of PlatformGate: one rate budget, concurrency cap and circuit breaker per platform (X9). */
import type { Spread } from "../domain/spread.ts";
import type { Outcome } from "./platform.ts";

export interface GateSettings {
  delay_ms: number;
  jitter_ms: number;
  concurrency: number;
  breaker_cooldown_ms: number;
  breaker_failures: number;
  /** A permit that is not given back within this time expires, because its holder died. */
  permit_ttl_ms: number;
}

export type BreakerState = "closed" | "open" | "half-open";

export interface PermitReport {
  permit: string;
  outcome: Outcome;
  /** From Retry-After, milliseconds: no request to the platform is permitted before it is over. */
  retry_after_ms?: number;
}

export interface GateAnswer {
  /** Granted permits, at most `want`; each allows one request. */
  permits: string[];
  /** 0 when a permit was granted, else the time after which a retry makes sense, milliseconds. */
  wait_ms: number;
  breaker: BreakerState;
  /** Why no permit was granted. */
  reason?: "pace" | "concurrency" | "breaker" | "throttled";
}

export interface GateStatus {
  breaker: BreakerState;
  /** Unix ms at which an open breaker lets one probe through; null when closed. */
  reopen_at: number | null;
  /** The outcome that opened the breaker. */
  cause: Outcome | null;
  openings: number;
  in_flight: number;
  next_allowed_at: number;
  failures_in_a_row: number;
  requests: number;
}

/** What the gate measured of the requests that were reported to it. */
export interface GateMeasures {
  breaker: BreakerState;
  in_flight: number;
  /** Reported requests since the gate was made; a count never goes back. */
  outcomes: Partial<Record<Outcome, number>>;
  /** The newest requests, in memory only: none after the object was evicted. */
  recent: {
    outcomes: Partial<Record<Outcome, number>>;
    /** From permit to report; null without a request. */
    time: Spread | null;
  };
}

/** Holder of the permits of the edge's lanes, which may have as many as the platform bears. */
export const EDGE_HOLDER = "edge";

/**
 * The gate as one holder has it. A permit is named at random and belongs to its holder: a report or a return of any
 * other permit is ignored whole, with its outcome and its Retry-After.
 */
export interface PlatformGateApi {
  /** Reports used permits and requests `want` new ones, in one step. */
  exchange(reports: PermitReport[], want: number, settings: GateSettings): Promise<GateAnswer>;
  /** Gives unused permits back; they don't count against the pace. */
  giveBack(permits: string[]): Promise<void>;
  status(): Promise<GateStatus>;
  /** Closes the breaker at the request of a person. */
  reset(): Promise<GateStatus>;
}
