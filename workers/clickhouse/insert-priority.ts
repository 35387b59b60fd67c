/**
 * What goes before uploads in an isolate that does both: the storing of rows accepted earlier. An upload works for long
 * without waiting for anything, and the runtime hands a piece of an insert's body to the network only when nothing else
 * is to be done: without this the insert of a group took as long as there were uploads.
 */

/** Work of which nothing was heard for so long waits for others, or broke off without a word. */
const STALLED_MS = 100;
const LOOK_MS = 2;

/** Work that goes first. */
export interface FirstWork {
  /** It is still at it. */
  goesOn(): void;
  end(): void;
}

export class RightOfWay {
  readonly #now: () => number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  /** When each was last heard of, Unix ms. */
  readonly #heardAt = new Map<symbol, number>();

  constructor(
    now: () => number = Date.now,
    sleep = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#now = now;
    this.#sleep = sleep;
  }

  begin(): FirstWork {
    const own = Symbol("work");
    const goesOn = () => void this.#heardAt.set(own, this.#now());
    goesOn();
    return { goesOn, end: () => void this.#heardAt.delete(own) };
  }

  async during<T>(run: (goesOn: () => void) => Promise<T>): Promise<T> {
    const work = this.begin();
    try {
      return await run(work.goesOn);
    } finally {
      work.end();
    }
  }

  /** Waits while work that goes first is under way, `mostMs` at most. */
  async giveWay(mostMs: number): Promise<void> {
    for (let waited = 0; waited < mostMs && this.#isTaken(); waited += LOOK_MS) await this.#sleep(LOOK_MS);
  }

  #isTaken(): boolean {
    const stalled = this.#now() - STALLED_MS;
    for (const [work, heardAt] of this.#heardAt) if (heardAt < stalled) this.#heardAt.delete(work);
    return this.#heardAt.size > 0;
  }
}

/** Of the isolate. */
export const rightOfWay = new RightOfWay();
