/** When IngestLedger wakes the push queue, and for which target: each endpoint is woken by itself. */
import type { PushWake } from "../../../shared/contracts/queues.ts";
import type { Logger } from "../../../shared/log.ts";
import { dueEndpoints } from "./endpoints.ts";

/** A wake-up that no `leaseDeliveries` follows within this time counts as lost. */
const WAKE_LOST_MS = 30_000;
/** A consumer leases until it gets nothing. One with deliveries comes back by itself after the slowest request. */
const BUSY_MS = 40_000;
/** Wait after the queue refused a wake-up. */
const RESEND_MS = 1000;

/** All state in memory may be lost at any time, which costs one needless message. */
export class PushWaker {
  readonly #sql: SqlStorage;
  readonly #send: (wake: PushWake) => Promise<unknown>;
  readonly #log: Logger;
  /** No wake-up of a target before this time, Unix ms. */
  readonly #notBefore = new Map<string, number>();

  constructor(sql: SqlStorage, send: (wake: PushWake) => Promise<unknown>, log: Logger) {
    this.#sql = sql;
    this.#send = send;
    this.#log = log;
  }

  /** A consumer asked for deliveries of this target. @param busy it got some */
  consumerAsked(targetId: string, busy: boolean, now: number): void {
    if (busy) this.#notBefore.set(targetId, now + BUSY_MS);
    else this.#notBefore.delete(targetId);
  }

  /** Unix ms of the next wake-up, possibly past; null when no delivery waits. */
  nextAt(): number | null {
    const times = dueEndpoints(this.#sql).map(({ targetId, at }) => this.#wakeAt(targetId, at));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Sends the wake-ups that are due. */
  async wake(now: number): Promise<void> {
    for (const { targetId, at } of dueEndpoints(this.#sql)) {
      if (this.#wakeAt(targetId, at) > now) continue;
      try {
        await this.#send({ kind: "push", target: targetId, cause: "ingest-ledger:alarm" });
        this.#notBefore.set(targetId, now + WAKE_LOST_MS);
      } catch (error) {
        this.#notBefore.set(targetId, now + RESEND_MS);
        this.#log.error("object.wake-failed", { queue: "push", error });
      }
    }
  }

  #wakeAt(targetId: string, dueAt: number): number {
    return Math.max(dueAt, this.#notBefore.get(targetId) ?? 0);
  }
}
