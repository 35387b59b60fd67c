/**
 * Bodies of inserts that leave this isolate. The runtime hands a piece of them to the network only when nothing else
 * is to be done: work that goes on for long gives way to them, or the insert waits for as long as there is work.
 */

/** A body of which nothing left for so long waits for the server, or broke off without a word. */
const STALLED_MS = 100;
const LOOK_MS = 2;

/** A body on its way. */
export interface Send {
  /** A piece was handed over. */
  goesOn(): void;
  end(): void;
}

export class Sends {
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  /** When the last piece of each was handed over, Unix ms. */
  readonly #goneAt = new Map<symbol, number>();

  constructor(
    now: () => number = Date.now,
    sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#now = now;
    this.#sleep = sleep;
  }

  begin(): Send {
    const own = Symbol("send");
    const goesOn = () => void this.#goneAt.set(own, this.#now());
    goesOn();
    return { goesOn, end: () => void this.#goneAt.delete(own) };
  }

  /** Waits while bodies are sent, `mostMs` at most. */
  async giveWay(mostMs: number): Promise<void> {
    for (let waited = 0; waited < mostMs && this.#underWay(); waited += LOOK_MS) await this.#sleep(LOOK_MS);
  }

  #underWay(): boolean {
    const stalled = this.#now() - STALLED_MS;
    for (const [send, goneAt] of this.#goneAt) if (goneAt < stalled) this.#goneAt.delete(send);
    return this.#goneAt.size > 0;
  }
}

/** Of the isolate. */
export const sends = new Sends();
