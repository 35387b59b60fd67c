/** Sends wake-ups, but none while a consumer that was woken is still to come: it takes all tasks that are queued by then. */
import { SECOND_MS } from "../../shared/time.ts";

/**
 * A consumer that was woken asks for tasks within this time; meanwhile no second one is woken, since each message is
 * billed. Where a wake-up is lost, the deadline of the queued tasks tells.
 */
const UNDER_WAY_MS = 2 * SECOND_MS;

export class WakeUp {
  readonly #now: () => number;
  readonly #send: (cause: string) => Promise<unknown>;
  /** Unix ms of the last wake-up that no consumer has answered; null without one. */
  #sentAt: number | null = null;

  constructor(now: () => number, send: (cause: string) => Promise<unknown>) {
    this.#now = now;
    this.#send = send;
  }

  /** @throws what the queue refuses the message with */
  async send(cause: string): Promise<void> {
    const now = this.#now();
    const sentAt = this.#sentAt;
    // A time ahead of the clock is one from before the clock was set back.
    if (sentAt !== null && now >= sentAt && now < sentAt + UNDER_WAY_MS) return;
    this.#sentAt = now;
    try {
      await this.#send(cause);
    } catch (error) {
      this.#sentAt = null;
      throw error;
    }
  }

  /** Notes that a consumer came: what is queued from now on needs a wake-up of its own. */
  answered(): void {
    this.#sentAt = null;
  }
}
