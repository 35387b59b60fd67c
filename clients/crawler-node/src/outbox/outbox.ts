/**
 * The way of batches, checkpoints and settlements to the API. What the API does not take now lies on the disk and
 * goes later, in order, also after a crash: a checkpoint never before its batches, a settlement never before its
 * checkpoints. What belongs to a lease that is gone is dropped and counted.
 */

import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { StaleLease } from "../../../../shared/crawl/request-page.ts";
import { ApiAway, ApiRefusal } from "../api/api-client.ts";
import { pauseAfter } from "../api/patience.ts";
import type { Clock } from "../clock.ts";
import { messageOf } from "../message-of.ts";
import type { EntryContent, EntryHeader } from "./entry-file.ts";
import type { EntryFolder, StoredEntry } from "./entry-folder.ts";

/** Sends one entry. @param signal ends the call early @throws ApiAway, ApiRefusal */
export type SendEntry = (content: EntryContent, signal: AbortSignal) => Promise<unknown>;

export interface OutboxTotals {
  /** Batches and checkpoints whose lease had gone. */
  dropped: number;
  /** Entries that the API refused for good; they lie in `rejected/`. */
  rejected: number;
  /** Files whose checksum did not fit; they lie in `damaged/`. */
  damaged: number;
}

/** `kept`: it is on the disk and goes later. */
export type Handed = { sent: true; answer: unknown } | { sent: false };

export interface Outbox {
  /** Takes up what an earlier start left. @returns leases of that time that nobody works on any more */
  open(): Promise<{ keyword_id: string; fence: number }[]>;
  /**
   * @throws StaleLease the lease is gone; ApiRefusal the API refuses it for good; Error the disk does not take it
   */
  hand(content: EntryContent): Promise<Handed>;
  waiting(): { batches: number; bytes: number };
  isFull(): boolean;
  totals(): OutboxTotals;
  /** Sends what waits until `close`. */
  run(): Promise<void>;
  /** The program stops: what the API does not take within a few seconds goes to the disk at once. */
  hurry(): void;
  /** What is being sent is given up; what waits stays on the disk. */
  close(): void;
}

interface Waiting extends StoredEntry {
  /** The API has it; a checkpoint on the disk still leans on it. */
  taken: boolean;
  end: PromiseWithResolvers<Handed>;
}

interface Parts {
  folder: EntryFolder;
  send: SendEntry;
  clock: Clock;
  logger: CrawlLogger;
  nodeId: string;
  maxBytes: number;
  /** Tries of a call before it goes to the disk. */
  tries?: number;
}

const leaseOf = ({ keyword_id, fence }: Pick<EntryHeader, "keyword_id" | "fence">) =>
  `${keyword_id}:${fence}`;
const FIRST_TRIES = 3;
const KEY_PAUSE_MS = 15_000;
const MOST_LEASES = 10_000;
const HURRY_MS = 3000;

export function createOutbox({
  folder,
  send,
  clock,
  logger,
  nodeId,
  maxBytes,
  tries = FIRST_TRIES,
}: Parts): Outbox {
  let queue: Waiting[] = [];
  const totals: OutboxTotals = { dropped: 0, rejected: 0, damaged: 0 };
  /** Leases that are gone, and those of which a batch is lost, with the reason. */
  const stale = new Map<string, string>();
  const broken = new Map<string, string>();
  /** Checkpoints on their way to the disk already lean on their batches. */
  const beingWritten = new Set<EntryContent>();
  let away = false;
  let hurried = false;
  const end = new AbortController();
  let wake = Promise.withResolvers<void>();

  const remember = (leases: Map<string, string>, header: EntryHeader, reason: string) => {
    const oldest = leases.size >= MOST_LEASES ? leases.keys().next() : null;
    if (oldest && !oldest.done) leases.delete(oldest.value);
    leases.set(leaseOf(header), reason);
  };

  function told(header: EntryHeader) {
    return { entry: header.kind, keyword_id: header.keyword_id, fence: header.fence };
  }

  function nudge(): void {
    wake.resolve();
    wake = Promise.withResolvers();
  }

  function setAway(now: boolean, reason = ""): void {
    if (now === away) return;
    away = now;
    if (away) {
      logger.warn("outbox.api-away", { reason });
      // Whoever waits for an answer goes on without it: the entry is safe.
      for (const entry of queue) entry.end.resolve({ sent: false });
    } else logger.info("outbox.api-back", { waiting: queue.length });
  }

  /** Nothing more of this lease may be written. */
  async function dropLease(header: EntryHeader, reason: string, current: number): Promise<void> {
    remember(stale, header, reason);
    const gone = queue.filter((entry) => leaseOf(entry.header) === leaseOf(header));
    queue = queue.filter((entry) => !gone.includes(entry));
    const counted = gone.filter((entry) => entry.header.kind !== "settle" && !entry.taken).length + current;
    totals.dropped += counted;
    logger.warn("outbox.dropped", { ...told(header), entries: counted, reason });
    for (const entry of gone) {
      entry.end.reject(new StaleLease(reason));
      await folder.remove(entry.name);
    }
  }

  async function setAside(entry: Waiting, reason: string): Promise<void> {
    queue = queue.filter((other) => other !== entry);
    totals.rejected++;
    const file = await folder.setAside(entry.name, "rejected");
    logger.error("outbox.rejected", { ...told(entry.header), reason, file });
    if (entry.header.kind !== "settle") remember(broken, entry.header, reason);
    entry.end.reject(new Error(`set aside: ${reason}`));
    if (entry.header.kind === "progress") await releaseBatches(entry.header.after);
  }

  /** Batches that the API has and that no checkpoint leans on any more. */
  async function releaseBatches(ids: readonly string[]): Promise<void> {
    const leant = new Set(
      [...queue, ...beingWritten].flatMap(({ header }) => (header.kind === "progress" ? header.after : [])),
    );
    const free = queue.filter(
      ({ header, taken }) =>
        header.kind === "batch" &&
        taken &&
        ids.includes(header.head.batch_id) &&
        !leant.has(header.head.batch_id),
    );
    queue = queue.filter((entry) => !free.includes(entry));
    for (const { name } of free) await folder.remove(name);
  }

  async function finish(entry: Waiting, answer: unknown): Promise<void> {
    const { header } = entry;
    if (header.kind === "batch") {
      entry.taken = true;
      entry.end.resolve({ sent: true, answer });
      await releaseBatches([header.head.batch_id]);
      return;
    }
    queue = queue.filter((other) => other !== entry);
    await folder.remove(entry.name);
    entry.end.resolve({ sent: true, answer });
    if (header.kind === "progress") await releaseBatches(header.after);
  }

  /** Why this entry may not go, though the API would take it; null when it may. */
  function obstacle({ header }: Waiting): string | null {
    if (header.node !== nodeId) return `it is of another node, ${header.node}`;
    if (header.kind === "settle") return null;
    const lost = broken.get(leaseOf(header));
    if (lost !== undefined) return `an earlier part of this work is lost: ${lost}`;
    if (header.kind !== "progress") return null;
    const there = new Set(
      queue.flatMap((entry) => (entry.header.kind === "batch" ? entry.header.head.batch_id : [])),
    );
    const missing = header.after.find((id) => !there.has(id));
    return missing === undefined ? null : `its batch ${missing} is missing or damaged`;
  }

  /** A run of which rows are lost is not done: it starts again where the last checkpoint stands. */
  function honest(content: EntryContent): EntryContent {
    const { header } = content;
    const lost = broken.get(leaseOf(header));
    if (header.kind !== "settle" || lost === undefined || header.request.settlement.kind === "park")
      return content;
    const settlement = {
      kind: "retry" as const,
      outcome: "server" as const,
      error: `internal: ${lost}`.slice(0, 2000),
    };
    return { ...content, header: { ...header, request: { fence: header.fence, settlement } } };
  }

  /** @returns milliseconds to wait before the next entry */
  async function sendNext(entry: Waiting, attempt: number): Promise<number> {
    const problem = obstacle(entry);
    const content = problem === null ? await folder.read(entry.name) : null;
    if (problem !== null) {
      await setAside(entry, problem);
      return 0;
    }
    if (!content) {
      totals.damaged++;
      queue = queue.filter((other) => other !== entry);
      const file = await folder.setAside(entry.name, "damaged").catch(() => entry.name);
      const reason = "the file is damaged";
      remember(broken, entry.header, reason);
      logger.error("outbox.damaged", { ...told(entry.header), file });
      entry.end.reject(new Error(reason));
      return 0;
    }
    try {
      const answer = await send(honest(content), end.signal);
      setAway(false);
      await finish(entry, answer);
      return 0;
    } catch (error) {
      if (error instanceof ApiRefusal && error.isStale) {
        setAway(false);
        await dropLease(entry.header, error.message, 0);
        return 0;
      }
      if (error instanceof ApiRefusal && !error.isKey) {
        setAway(false);
        await setAside(entry, error.message);
        return 0;
      }
      setAway(true, messageOf(error));
      return error instanceof ApiAway ? pauseAfter(attempt, error.retryAfterMs) : KEY_PAUSE_MS;
    }
  }

  async function keep(content: EntryContent): Promise<Waiting> {
    beingWritten.add(content);
    const stored = await folder.put(content).finally(() => beingWritten.delete(content));
    const entry: Waiting = { ...stored, taken: false, end: Promise.withResolvers<Handed>() };
    // Nobody may be waiting any more when it ends.
    entry.end.promise.catch(() => {});
    queue.push(entry);
    queue.sort((a, b) => (a.name < b.name ? -1 : 1));
    nudge();
    return entry;
  }

  /** Null: the API did not take it. */
  async function sendNow(content: EntryContent): Promise<Handed | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await send(honest(content), end.signal);
        setAway(false);
        return { sent: true, answer };
      } catch (error) {
        if (error instanceof ApiRefusal && error.isStale) {
          await dropLease(content.header, error.message, content.header.kind === "settle" ? 0 : 1);
          throw new StaleLease(error.message);
        }
        if (error instanceof ApiRefusal && !error.isKey) throw error;
        if (attempt >= tries || hurried || !(error instanceof ApiAway) || away) {
          setAway(true, messageOf(error));
          return null;
        }
        await clock.sleep(pauseAfter(attempt, error.retryAfterMs));
      }
    }
  }

  return {
    async open() {
      const { entries, damaged } = await folder.open();
      totals.damaged += damaged.length;
      for (const file of damaged) logger.error("outbox.damaged", { file });
      queue = entries.map((entry) => ({ ...entry, taken: false, end: Promise.withResolvers<Handed>() }));
      for (const { end } of queue) end.promise.catch(() => {});
      const open = new Map(queue.map(({ header }) => [leaseOf(header), header]));
      for (const { header } of queue) if (header.kind === "settle") open.delete(leaseOf(header));
      if (queue.length > 0) logger.info("outbox.taken-up", { entries: queue.length });
      return [...open.values()]
        .filter(({ node }) => node === nodeId)
        .map(({ keyword_id, fence }) => ({ keyword_id, fence }));
    },
    async hand(content) {
      const lease = leaseOf(content.header);
      const reason = stale.get(lease);
      if (reason !== undefined) {
        if (content.header.kind !== "settle") totals.dropped++;
        throw new StaleLease(reason);
      }
      const lost = content.header.kind === "settle" ? undefined : broken.get(lease);
      if (lost !== undefined) throw new Error(`an earlier part of this work is lost: ${lost}`);
      if (queue.length === 0) {
        const handed = await sendNow(content);
        if (handed) return handed;
      }
      const { header } = content;
      const after = queue.flatMap((entry) =>
        entry.header.kind === "batch" && leaseOf(entry.header) === lease ? [entry.header.head.batch_id] : [],
      );
      const whole = header.kind === "progress" ? { ...content, header: { ...header, after } } : content;
      const entry = await keep(whole);
      return away ? { sent: false } : entry.end.promise;
    },
    waiting: () => ({
      batches: queue.filter(({ header, taken }) => header.kind === "batch" && !taken).length,
      bytes: queue.reduce((sum, { bytes }) => sum + bytes, 0),
    }),
    isFull: () => queue.reduce((sum, { bytes }) => sum + bytes, 0) >= maxBytes,
    totals: () => ({ ...totals }),
    async run() {
      for (let attempt = 1; !end.signal.aborted; ) {
        const entry = queue.find(({ taken }) => !taken);
        if (!entry) {
          await wake.promise;
          continue;
        }
        const waitMs = await sendNext(entry, attempt);
        attempt = waitMs > 0 ? attempt + 1 : 1;
        if (waitMs > 0 && !end.signal.aborted) await clock.sleep(waitMs);
      }
    },
    hurry() {
      hurried = true;
      setTimeout(() => end.abort(), HURRY_MS).unref();
    },
    close() {
      end.abort();
      for (const entry of queue) entry.end.resolve({ sent: false });
      nudge();
    },
  };
}
