/** When IngestLedger wakes the push queue, and for which target: each has a line of its own. */
import type { PushWake } from "../../shared/contracts/queues.ts";
import { dueLanes } from "./push.ts";

/** A wake-up not followed by a `takePushes` within this time counts as lost. */
const WAKE_LOST_MS = 30_000;
/** A consumer asks until it gets none: one that got some comes back by itself, after the slowest of its requests. */
const BUSY_MS = 40_000;
/** Wait after the queue refused a wake-up. */
const RESEND_MS = 1000;

/** All that is held here may be lost at any time and costs one needless message. */
export class PushWaker {
  readonly #sql: SqlStorage;
  readonly #send: (wake: PushWake) => Promise<unknown>;
  /** By target: no wake-up before this time, Unix ms. */
  readonly #notBefore = new Map<string, number>();

  constructor(sql: SqlStorage, send: (wake: PushWake) => Promise<unknown>) {
    this.#sql = sql;
    this.#send = send;
  }

  /** A consumer asked for pushes of this target. @param took it got some, and is busy with them */
  asked(targetId: string, took: boolean, now: number): void {
    if (took) this.#notBefore.set(targetId, now + BUSY_MS);
    else this.#notBefore.delete(targetId);
  }

  /** When the next wake-up is to be sent, Unix ms, possibly past; null when nothing waits. */
  nextAt(): number | null {
    const times = dueLanes(this.#sql).map(({ targetId, at }) =>
      Math.max(at, this.#notBefore.get(targetId) ?? 0),
    );
    return times.length === 0 ? null : Math.min(...times);
  }

  async wake(now: number): Promise<void> {
    for (const { targetId, at } of dueLanes(this.#sql)) {
      if (Math.max(at, this.#notBefore.get(targetId) ?? 0) > now) continue;
      try {
        await this.#send({ kind: "push", target: targetId, cause: "ingest-ledger:alarm" });
        this.#notBefore.set(targetId, now + WAKE_LOST_MS);
      } catch (error) {
        this.#notBefore.set(targetId, now + RESEND_MS);
        console.error(
          JSON.stringify({ level: "error", at: "ingest-ledger.push-wake", error: String(error) }),
        );
      }
    }
  }
}
