/**
 * The way of batches, checkpoints and settlements to the API. An entry that the API does not take now waits on the
 * disk and is sent later, in order, also after a crash: a checkpoint never before its batches, a settlement never
 * before its checkpoints. Entries of a lease that went to another node are dropped and counted.
 */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { StaleLease } from "../../../../shared/crawl/request-page.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { ApiRejected, ApiUnavailable } from "../api/api-client.ts";
import { retryDelayMs } from "../api/retry.ts";
import { type EntryContent, type EntryHeader, leaseOf } from "./entry.ts";
import { type EnqueueResult, EntryQueue, type QueuedEntry } from "./entry-queue.ts";
import type { EntryStore } from "./entry-store.ts";
import { LostLeases } from "./lost-leases.ts";

/** Sends one entry. @param signal ends the call early @throws ApiUnavailable, ApiRejected */
export type SendEntry = (content: EntryContent, signal: AbortSignal) => Promise<unknown>;

export interface OutboxTotals {
  /** Batches and checkpoints whose lease went to another node. */
  dropped: number;
  /** Entries that the API rejected for good; they lie in `rejected/`. */
  rejected: number;
  /** Entries whose checksum did not fit; they lie in `damaged/`. */
  damaged: number;
}

export interface OutboxOptions {
  store: EntryStore;
  send: SendEntry;
  clock: SleepingClock;
  logger: CrawlLogger;
  nodeId: string;
  /** The outbox is full when its entries have this many bytes. */
  maxBytes: number;
  /** Calls of the API before a new entry goes to the disk. */
  tries?: number;
}

const FIRST_TRIES = 3;
/** Wait before the next try while the API rejects the key. */
const KEY_WAIT_MS = 15_000;
const FLUSH_MS = 3000;

const describe = ({ kind, keyword_id, fence }: EntryHeader) => ({ entry: kind, keyword_id, fence });

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #queue = new EntryQueue();
  readonly #lost = new LostLeases();
  readonly #totals: OutboxTotals = { dropped: 0, rejected: 0, damaged: 0 };
  readonly #end = new AbortController();
  #isApiAvailable = true;
  #isFlushing = false;
  #wake = Promise.withResolvers<void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier start left. @returns leases of that time that nobody works on any more */
  async open(): Promise<{ keyword_id: string; fence: number }[]> {
    const { store, logger, nodeId } = this.#options;
    const { entries, damaged } = await store.open();
    this.#totals.damaged += damaged.length;
    for (const key of damaged) logger.error("outbox.damaged", { key });
    for (const entry of entries) this.#queue.add(entry);
    if (this.#queue.size > 0) logger.info("outbox.recovered", { entries: this.#queue.size });
    return this.#queue
      .unsettledLeases()
      .filter(({ node }) => node === nodeId)
      .map(({ keyword_id, fence }) => ({ keyword_id, fence }));
  }

  /**
   * Sends an entry, or writes it to the disk while the API is unavailable or earlier entries wait.
   * @throws StaleLease when the lease is gone; ApiRejected when the API rejects the entry for good; Error when the
   *   disk does not take it, or an earlier entry of the lease was lost
   */
  async enqueue(content: EntryContent): Promise<EnqueueResult> {
    const { header } = content;
    const lease = leaseOf(header);
    const stale = this.#lost.stale.get(lease);
    if (stale !== undefined) {
      if (header.kind !== "settle") this.#totals.dropped++;
      throw new StaleLease(stale);
    }
    const broken = header.kind === "settle" ? undefined : this.#lost.broken.get(lease);
    if (broken !== undefined) throw new Error(`an earlier part of this work is lost: ${broken}`);
    if (this.#queue.size === 0) {
      const sent = await this.#sendNow(content);
      if (sent) return sent;
    }
    const after = this.#queue.batchIds(lease);
    const whole = header.kind === "progress" ? { ...content, header: { ...header, after } } : content;
    const entry = await this.#queue.write(whole, this.#options.store.put);
    this.#nudge();
    return this.#isApiAvailable ? entry.result.promise : { sent: false };
  }

  waiting(): { batches: number; bytes: number } {
    return { batches: this.#queue.batches, bytes: this.#queue.bytes };
  }

  isFull(): boolean {
    return this.#queue.bytes >= this.#options.maxBytes;
  }

  totals(): OutboxTotals {
    return { ...this.#totals };
  }

  /** Sends what waits, until `close`. */
  async run(): Promise<void> {
    for (let attempt = 1; !this.#end.signal.aborted; ) {
      const entry = this.#queue.next();
      if (!entry) {
        await this.#wake.promise;
        continue;
      }
      const waitMs = await this.#sendQueued(entry, attempt);
      attempt = waitMs > 0 ? attempt + 1 : 1;
      if (waitMs > 0 && !this.#end.signal.aborted) await this.#options.clock.sleep(waitMs);
    }
  }

  /** The program stops: a new entry is tried once, and whatever is unsent after 3 s stays on the disk. */
  flushAndClose(): void {
    this.#isFlushing = true;
    setTimeout(() => this.#end.abort(), FLUSH_MS).unref();
  }

  /** Cuts off the call under way. What waits stays on the disk. */
  close(): void {
    this.#end.abort();
    this.#queue.releaseCallers();
    this.#nudge();
  }

  #nudge(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  #setApiAvailable(isAvailable: boolean, reason = ""): void {
    if (isAvailable === this.#isApiAvailable) return;
    this.#isApiAvailable = isAvailable;
    const { logger } = this.#options;
    if (isAvailable) logger.info("outbox.api-available", { waiting: this.#queue.size });
    else {
      logger.warn("outbox.api-unavailable", { reason });
      this.#queue.releaseCallers();
    }
  }

  /** Tries an entry that is not on the disk. @returns null when the API did not take it */
  async #sendNow(content: EntryContent): Promise<EnqueueResult | null> {
    const { send, clock, tries = FIRST_TRIES } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await send(this.#lost.correctSettlement(content), this.#end.signal);
        this.#setApiAvailable(true);
        return { sent: true, answer };
      } catch (error) {
        if (error instanceof ApiRejected && error.isStale) {
          await this.#dropLease(content.header, error.message, content.header.kind === "settle" ? 0 : 1);
          throw new StaleLease(error.message);
        }
        if (error instanceof ApiRejected && !error.isKey) throw error;
        const isLast = attempt >= tries || this.#isFlushing || !this.#isApiAvailable;
        if (isLast || !(error instanceof ApiUnavailable)) {
          this.#setApiAvailable(false, messageWithCause(error));
          return null;
        }
        await clock.sleep(retryDelayMs(attempt, error.retryAfterMs));
      }
    }
  }

  /** @returns milliseconds to wait before the next try */
  async #sendQueued(entry: QueuedEntry, attempt: number): Promise<number> {
    const { store, send } = this.#options;
    const obstacle = this.#obstacle(entry);
    if (obstacle !== null) {
      await this.#reject(entry, obstacle);
      return 0;
    }
    const content = await store.read(entry.name);
    if (!content) {
      await this.#markDamaged(entry);
      return 0;
    }
    try {
      const answer = await send(this.#lost.correctSettlement(content), this.#end.signal);
      this.#setApiAvailable(true);
      await this.#acknowledge(entry, answer);
      return 0;
    } catch (error) {
      if (error instanceof ApiRejected && !error.isKey) {
        this.#setApiAvailable(true);
        if (error.isStale) await this.#dropLease(entry.header, error.message, 0);
        else await this.#reject(entry, error.message);
        return 0;
      }
      this.#setApiAvailable(false, messageWithCause(error));
      return error instanceof ApiUnavailable ? retryDelayMs(attempt, error.retryAfterMs) : KEY_WAIT_MS;
    }
  }

  /** Why an entry must not be sent, though the API would take it; null when it may. */
  #obstacle({ header }: QueuedEntry): string | null {
    if (header.node !== this.#options.nodeId) return `it belongs to another node, ${header.node}`;
    if (header.kind === "settle") return null;
    const broken = this.#lost.broken.get(leaseOf(header));
    if (broken !== undefined) return `an earlier part of this work is lost: ${broken}`;
    if (header.kind !== "progress") return null;
    const present = new Set(this.#queue.batchIds());
    const missing = header.after.find((id) => !present.has(id));
    return missing === undefined ? null : `its batch ${missing} is missing or damaged`;
  }

  async #acknowledge(entry: QueuedEntry, answer: unknown): Promise<void> {
    const { header } = entry;
    entry.acknowledged = true;
    if (header.kind !== "batch") {
      this.#queue.remove(entry);
      await this.#options.store.remove(entry.name);
    }
    entry.result.resolve({ sent: true, answer });
    if (header.kind === "batch") await this.#removeUnneeded([header.head.batch_id]);
    if (header.kind === "progress") await this.#removeUnneeded(header.after);
  }

  async #removeUnneeded(batchIds: readonly string[]): Promise<void> {
    for (const { name } of this.#queue.removeUnneeded(batchIds)) await this.#options.store.remove(name);
  }

  /** @param unqueued entries of the lease that were lost and are not in the queue */
  async #dropLease(header: EntryHeader, reason: string, unqueued: number): Promise<void> {
    const { store, logger } = this.#options;
    this.#lost.stale.set(leaseOf(header), reason);
    const dropped = this.#queue.removeLease(leaseOf(header));
    const unsent = dropped.filter((entry) => entry.header.kind !== "settle" && !entry.acknowledged);
    const entries = unsent.length + unqueued;
    this.#totals.dropped += entries;
    logger.warn("outbox.dropped", { ...describe(header), entries, reason });
    for (const entry of dropped) {
      entry.result.reject(new StaleLease(reason));
      await store.remove(entry.name);
    }
  }

  async #reject(entry: QueuedEntry, reason: string): Promise<void> {
    const { header } = entry;
    this.#totals.rejected++;
    if (header.kind !== "settle") this.#lost.broken.set(leaseOf(header), reason);
    const key = await this.#setAside(entry, "rejected");
    this.#options.logger.error("outbox.rejected", { ...describe(header), reason, key });
    entry.result.reject(new Error(`set aside: ${reason}`));
    if (header.kind === "progress") await this.#removeUnneeded(header.after);
  }

  async #markDamaged(entry: QueuedEntry): Promise<void> {
    const reason = "the file is damaged";
    this.#totals.damaged++;
    this.#lost.broken.set(leaseOf(entry.header), reason);
    const key = await this.#setAside(entry, "damaged");
    this.#options.logger.error("outbox.damaged", { ...describe(entry.header), key });
    entry.result.reject(new Error(reason));
  }

  /** An entry that a full disk keeps from being moved stays where it is, for the next start. */
  async #setAside(entry: QueuedEntry, reason: "damaged" | "rejected"): Promise<string> {
    this.#queue.remove(entry);
    return this.#options.store.setAside(entry.name, reason).catch(() => entry.name);
  }
}
