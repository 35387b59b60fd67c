/** When IngestLedger wakes the ingest queue. */
import { GROUP_LIMITS, type NewBatch } from "../../shared/contracts/ingest-ledger.ts";
import type { IngestWake } from "../../shared/contracts/queues.ts";
import type { Logger } from "../../shared/log.ts";
import * as groups from "./groups.ts";
import { type LedgerContext, readLedger } from "./schema.ts";

/** A wake-up that no `takeGroup` follows within this time counts as lost. */
const WAKE_LOST_MS = 30_000;
/** A consumer that has just ended a group is about to ask for the next one, so it is not woken within this time. */
const QUIET_MS = 1000;
/** Wait after the queue refused a wake-up. */
const RESEND_MS = 1000;

/** All state in memory may be lost at any time, which costs one needless message. */
export class IngestWaker {
  readonly #context: LedgerContext;
  readonly #send: (wake: IngestWake) => Promise<unknown>;
  readonly #log: Logger;
  /** Unix ms of the wake-up that no consumer has followed yet. */
  #sentAt: number | null = null;
  #quietUntil = 0;
  /** Accepted since the last `takeGroup`: a full group is seen before its linger ends. */
  #gathered = { rows: 0, bytes: 0, batches: 0 };

  constructor(context: LedgerContext, send: (wake: IngestWake) => Promise<unknown>, log: Logger) {
    this.#context = context;
    this.#send = send;
    this.#log = log;
  }

  /**
   * Counts accepted batches.
   * @returns Unix ms by which an alarm must fire for them, and, where they fill a group or are urgent, the cause of the
   * wake-up to send after the alarm is armed
   */
  accepted(added: readonly NewBatch[], urgent: boolean): { alarmBy: number; cause: string | null } {
    const gathered = this.#gathered;
    for (const { rows, bytes } of added) {
      gathered.rows += rows;
      gathered.bytes += bytes;
      gathered.batches += 1;
    }
    const now = this.#context.now();
    const full =
      gathered.rows >= GROUP_LIMITS.rows ||
      gathered.bytes >= GROUP_LIMITS.bytes ||
      gathered.batches >= GROUP_LIMITS.batches;
    let cause: string | null = null;
    if ((full || urgent) && this.#sentAt === null && readLedger(this.#context.sql).not_before <= now) {
      this.#gathered = { rows: 0, bytes: 0, batches: 0 };
      cause = full ? "full" : "urgent";
      // Noted before it is sent, so that the alarm looks whether it was lost.
      this.#sentAt = now;
    }
    const idleMs = gathered.rows >= groups.MIN_INSERT_ROWS ? groups.IDLE_MS : Number.POSITIVE_INFINITY;
    return { alarmBy: now + (urgent ? 0 : Math.min(this.#context.settings().lingerMs, idleMs)), cause };
  }

  /** A consumer asked for a group: the wake-up arrived. */
  consumerAsked(): void {
    this.#sentAt = null;
    this.#quietUntil = 0;
    this.#gathered = { rows: 0, bytes: 0, batches: 0 };
  }

  /** A consumer ended a group, and is about to ask for the next. */
  groupEnded(): void {
    this.#quietUntil = this.#context.now() + QUIET_MS;
  }

  /** Unix ms of the next wake-up, possibly past; null when no batch waits. */
  nextAt(): number | null {
    const due = groups.nextDueAt(this.#context);
    const lostAt = this.#sentAt === null ? 0 : this.#sentAt + WAKE_LOST_MS;
    return due === null ? null : Math.max(due, this.#quietUntil, lostAt);
  }

  /** Sends a wake-up if one is due. */
  async wake(now: number): Promise<void> {
    const at = this.nextAt();
    if (at !== null && at <= now) await this.send(now, "alarm");
  }

  /** Sends a wake-up. @returns false when the queue refused it: an alarm must fire sooner */
  async send(now: number, cause: string): Promise<boolean> {
    this.#sentAt = now;
    try {
      await this.#send({ kind: "ingest", cause: `ingest-ledger:${cause}` });
      return true;
    } catch (error) {
      // The next alarm, after RESEND_MS, tries again.
      this.#sentAt = null;
      this.#quietUntil = now + RESEND_MS;
      this.#log.error("object.wake-failed", { queue: "ingest", error });
      return false;
    }
  }
}
