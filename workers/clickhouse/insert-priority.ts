/**
 * Gives ClickHouse inserts priority over the parsing of uploads within one isolate. Parsing an upload uses the CPU for
 * long stretches, and the runtime sends the next piece of an insert's body only when nothing else runs. Without this,
 * an insert took as long as there were uploads.
 */

/** A ticket without a heartbeat for this long is treated as idle or dead. */
const STALLED_MS = 100;
const POLL_MS = 2;

/** Held by work that goes before uploads. */
export interface PriorityTicket {
  /** Renews the ticket. */
  heartbeat(): void;
  end(): void;
}

export class InsertPriority {
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  /** Time of the last heartbeat of each ticket, Unix ms. */
  readonly #heartbeats = new Map<symbol, number>();

  constructor(
    now: () => number = Date.now,
    sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#now = now;
    this.#sleep = sleep;
  }

  begin(): PriorityTicket {
    const ticket = Symbol("ticket");
    const heartbeat = () => void this.#heartbeats.set(ticket, this.#now());
    heartbeat();
    return { heartbeat, end: () => void this.#heartbeats.delete(ticket) };
  }

  /** Holds a ticket while `run` is under way. */
  async during<T>(run: (heartbeat: () => void) => Promise<T>): Promise<T> {
    const ticket = this.begin();
    try {
      return await run(ticket.heartbeat);
    } finally {
      ticket.end();
    }
  }

  /** Waits while any ticket is held, `maxMs` at most. */
  async yieldToInserts(maxMs: number): Promise<void> {
    for (let waited = 0; waited < maxMs && this.#isHeld(); waited += POLL_MS) await this.#sleep(POLL_MS);
  }

  #isHeld(): boolean {
    const stalled = this.#now() - STALLED_MS;
    for (const [ticket, at] of this.#heartbeats) if (at < stalled) this.#heartbeats.delete(ticket);
    return this.#heartbeats.size > 0;
  }
}

/** One instance per isolate. */
export const insertPriority = new InsertPriority();
