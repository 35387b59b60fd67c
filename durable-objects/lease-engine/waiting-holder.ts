/**
 * A holder that waits for work in an open call: a message on the queue of Cloudflare takes longer and costs more than
 * waiting a moment.
 */

/** What the engine knows of it. */
export interface Waiting {
  /** @returns whether it has claimed something; a transaction that fails takes that back */
  claim(now: number): boolean;
  resolve(): void;
  reject(error: unknown): void;
}

export class WaitingHolder<Claims> implements Waiting {
  readonly #take: (now: number) => Claims | null;
  readonly #answer = Promise.withResolvers<Claims | null>();
  #claims: Claims | null = null;

  /** @param take claims what there is, inside a transaction; null for nothing */
  constructor(take: (now: number) => Claims | null) {
    this.#take = take;
    // When the call that waits fails by itself, nobody hears this.
    this.#answer.promise.catch(() => undefined);
  }

  claim(now: number): boolean {
    this.#claims = this.#take(now);
    return this.#claims !== null;
  }

  resolve(): void {
    this.#answer.resolve(this.#claims);
  }

  reject(error: unknown): void {
    this.#answer.reject(error);
  }

  /**
   * @param leave is called when nothing came in time; it answers whether the holder was still waiting
   * @returns what was claimed; null when nothing was
   */
  async answer(ms: number, leave: () => boolean): Promise<Claims | null> {
    const timer = setTimeout(() => {
      // A holder that waits no longer was served: what is stored for it is under way.
      if (leave()) this.#answer.resolve(null);
    }, ms);
    try {
      return await this.#answer.promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
