/** The entries that wait, in order, and what depends on what: a checkpoint on the batches of its pages. */
import { type EntryContent, type EntryHeader, leaseOf } from "./entry.ts";
import type { StoredEntry } from "./entry-store.ts";

/** `sent: false`: the entry is on the disk and is sent later. */
export type EnqueueResult = { sent: true; answer: unknown } | { sent: false };

export interface QueuedEntry extends StoredEntry {
  /** The API has it. A batch stays until no stored checkpoint depends on it. */
  acknowledged: boolean;
  /** Settles for whoever put the entry into the outbox. */
  result: PromiseWithResolvers<EnqueueResult>;
}

export class EntryQueue {
  #entries: QueuedEntry[] = [];
  /** Entries on their way to the disk. A checkpoint among them already depends on its batches. */
  readonly #beingWritten = new Set<EntryContent>();

  /** Writes an entry by `put` and adds it. */
  async write(
    content: EntryContent,
    put: (content: EntryContent) => Promise<StoredEntry>,
  ): Promise<QueuedEntry> {
    this.#beingWritten.add(content);
    try {
      return this.add(await put(content));
    } finally {
      this.#beingWritten.delete(content);
    }
  }

  add(stored: StoredEntry): QueuedEntry {
    const entry = { ...stored, acknowledged: false, result: Promise.withResolvers<EnqueueResult>() };
    // Its caller may have gone on without an answer.
    entry.result.promise.catch(() => {});
    this.#entries.push(entry);
    // Two writes can end in another order than they began.
    this.#entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return entry;
  }

  remove(entry: QueuedEntry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /** Removes all entries of a lease. */
  removeLease(lease: string): QueuedEntry[] {
    const removed = this.#entries.filter(({ header }) => leaseOf(header) === lease);
    this.#entries = this.#entries.filter((entry) => !removed.includes(entry));
    return removed;
  }

  /** Removes those of the batches that the API has acknowledged and that no checkpoint depends on. */
  removeUnneeded(batchIds: readonly string[]): QueuedEntry[] {
    const needed = new Set(
      [...this.#entries, ...this.#beingWritten].flatMap(({ header }) =>
        header.kind === "progress" ? header.after : [],
      ),
    );
    const removed = this.#entries.filter(
      ({ header, acknowledged }) =>
        header.kind === "batch" &&
        acknowledged &&
        batchIds.includes(header.head.batch_id) &&
        !needed.has(header.head.batch_id),
    );
    this.#entries = this.#entries.filter((entry) => !removed.includes(entry));
    return removed;
  }

  get size(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#entries.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Batches that the API has not acknowledged. */
  get batches(): number {
    return this.#entries.filter(({ header, acknowledged }) => header.kind === "batch" && !acknowledged)
      .length;
  }

  /** The entry to send next. */
  next(): QueuedEntry | undefined {
    return this.#entries.find(({ acknowledged }) => !acknowledged);
  }

  /** @param lease only batches of this lease */
  batchIds(lease?: string): string[] {
    return this.#entries.flatMap(({ header }) =>
      header.kind === "batch" && (lease === undefined || leaseOf(header) === lease)
        ? [header.head.batch_id]
        : [],
    );
  }

  /** Leases with entries but without a settlement. */
  unsettledLeases(): EntryHeader[] {
    const leases = new Map(this.#entries.map(({ header }) => [leaseOf(header), header]));
    for (const { header } of this.#entries) if (header.kind === "settle") leases.delete(leaseOf(header));
    return [...leases.values()];
  }

  /** Nobody waits for an answer any more: the entries are safe on the disk. */
  releaseCallers(): void {
    for (const { result } of this.#entries) result.resolve({ sent: false });
  }
}
