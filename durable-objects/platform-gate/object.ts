import { systemClock } from "../../shared/clock.ts";
import type {
  GateAnswer,
  GateMeasures,
  GateSettings,
  GateStatus,
  PermitReport,
} from "../../shared/contracts/platform-gate.ts";
import { IttyBase } from "../base/itty-object.ts";
import {
  closeBreaker,
  exchange,
  type GateState,
  giveBack,
  type Instant,
  measuresOf,
  newGate,
  statusOf,
} from "./gate.ts";

/**
 * The state that a restart must not undo. A permit that ended is not part of it: read back, it takes its place until it
 * expires, so that fewer requests are let through and never more. Each write is billed, and most calls only end a permit
 * or wait. What is measured is stored with the next grant, or before it is told.
 */
function mustSurvive({
  permits: _permits,
  requestMs: _requestMs,
  outcomes: _outcomes,
  recent: _recent,
  ...rest
}: GateState): string {
  return JSON.stringify(rest);
}

/**
 * Holds one platform's rate budget, concurrency cap and circuit breaker, for the edge and all nodes together. It is
 * named by the platform and reached by `platformGate` of client.ts. Every change that a restart must not undo is stored
 * before its answer leaves.
 */
export class PlatformGate extends IttyBase {
  gate: GateState = newGate();
  /** Tests set their own. */
  instant: () => Instant = () => ({
    now: systemClock.now(),
    random: systemClock.random,
    newName: systemClock.uuid,
  });

  /** Outcomes as they are stored. */
  storedOutcomes = "{}";

  /** Adds the fields that a state stored by an earlier version lacks. */
  override async onLoad(): Promise<void> {
    this.gate = { ...newGate(), ...this.gate };
    this.storedOutcomes = JSON.stringify(this.gate.outcomes);
  }

  async exchange(
    holder: string,
    reports: PermitReport[],
    want: number,
    settings: GateSettings,
  ): Promise<GateAnswer> {
    const before = mustSurvive(this.gate);
    const answer = exchange(this.gate, holder, reports, want, settings, this.instant());
    if (mustSurvive(this.gate) !== before) await this.persist();
    return answer;
  }

  async giveBack(holder: string, permits: string[]): Promise<GateStatus> {
    giveBack(this.gate, holder, permits);
    await this.persist();
    return this.status();
  }

  async status(): Promise<GateStatus> {
    return statusOf(this.gate, this.instant().now);
  }

  /** Counts are stored before they are told, because a counter that goes back after a restart counts twice. */
  async measures(): Promise<GateMeasures> {
    const outcomes = JSON.stringify(this.gate.outcomes);
    if (outcomes !== this.storedOutcomes) {
      await this.persist();
      this.storedOutcomes = outcomes;
    }
    return measuresOf(this.gate, this.instant().now);
  }

  /** `reset` of the contract, a name that the library uses itself. */
  async closeBreaker(): Promise<GateStatus> {
    closeBreaker(this.gate);
    await this.persist();
    return this.status();
  }

  override getPersistable() {
    return { gate: { ...this.gate, recent: [] } };
  }
}
