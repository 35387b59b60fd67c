import type {
  GateAnswer,
  GateSettings,
  GateStatus,
  PermitReport,
} from "../../shared/contracts/platform-gate.ts";
import { IttyBase } from "../base/itty-object.ts";
import { closeBreaker, exchange, type GateState, giveBack, type Instant, newGate, statusOf } from "./gate.ts";

/**
 * The state that a restart must not undo. A permit that ended is not part of it: read back, it takes its place until it
 * expires, so that fewer requests are let through and never more. Each write is billed, and most calls only end a permit
 * or wait.
 */
function mustSurvive({ permits: _permits, requestMs: _requestMs, ...rest }: GateState): string {
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
    now: Date.now(),
    random: Math.random,
    newName: () => crypto.randomUUID(),
  });

  /** Adds the fields that a state stored by an earlier version lacks. */
  override async onLoad(): Promise<void> {
    this.gate = { ...newGate(), ...this.gate };
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

  /** `reset` of the contract, a name that the library uses itself. */
  async closeBreaker(): Promise<GateStatus> {
    closeBreaker(this.gate);
    await this.persist();
    return this.status();
  }

  override getPersistable() {
    return { gate: this.gate };
  }
}
