import type {
  GateAnswer,
  GateSettings,
  GateStatus,
  PermitReport,
} from "../../shared/contracts/platform-gate.ts";
import { IttyBase } from "../base/itty-object.ts";
import { closeBreaker, exchange, type GateState, giveBack, type Instant, newGate, statusOf } from "./gate.ts";

/**
 * Holds one platform's rate budget, concurrency cap and circuit breaker, for the edge and all nodes together. It is
 * named by the platform and reached by `platformGate` of client.ts. Every change is stored before its answer leaves.
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
    const answer = exchange(this.gate, holder, reports, want, settings, this.instant());
    await this.persist();
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
