/**
 * Tells other queues that tasks which theirs wait for are done or skipped, until they answer. A notice is stored in the
 * transaction of the end, and deleted when it was answered; nobody waits for the sending. Should this object die or the
 * other one be away, its timer sends again.
 */

import { answerWithin } from "../../shared/answer-within.ts";
import { type Backoff, backoffMs } from "../../shared/backoff.ts";
import type { TaskQueue } from "../../shared/contracts/task.ts";
import type { Logger } from "../../shared/log.ts";
import { MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import type { LeaseEngine } from "../lease-engine/engine.ts";
import type { LedgerOf } from "./lookups.ts";
import type { Watchers } from "./watchers.ts";

const TIMER = "notices";
/** Maximum number of notices in one call, which the other ledger writes in one transaction. */
const SENT_AT_ONCE = 500;
/** The first timer comes when what was sent at once is long answered; then it is there for nothing. */
const BACKOFF: Backoff = { baseMs: 10 * SECOND_MS, maxMs: 5 * MINUTE_MS };
const MAX_WAIT_MS = 30 * SECOND_MS;

export class NoticeSender {
  readonly #watchers: Watchers;
  readonly #engine: LeaseEngine;
  readonly #ledgerOf: LedgerOf;
  readonly #log: Pick<Logger, "warn">;
  #failures = 0;
  #isSending = false;
  /** More was to be sent while something was under way. */
  #isMore = false;

  constructor(watchers: Watchers, engine: LeaseEngine, ledgerOf: LedgerOf, log: Pick<Logger, "warn">) {
    this.#watchers = watchers;
    this.#engine = engine;
    this.#ledgerOf = ledgerOf;
    this.#log = log;
  }

  /**
   * Part of every commit: while there are notices there is a timer, and new ones are sent at once, except after a failure,
   * when the timer decides.
   */
  step(now: number): void {
    if (!this.#watchers.hasNotices()) return;
    const isDue = !this.#engine.hasTimer(TIMER);
    const isNew = this.#watchers.takeNew();
    if (isDue) this.#engine.setTimer(TIMER, now + backoffMs(this.#failures, BACKOFF));
    if (isDue || (isNew && this.#failures === 0)) void this.#send();
  }

  /** It never throws. */
  async #send(): Promise<void> {
    if (this.#isSending) {
      this.#isMore = true;
      return;
    }
    this.#isSending = true;
    // The transaction that stores the notices is over by then.
    await Promise.resolve();
    try {
      do {
        this.#isMore = false;
        const sent = await Promise.all(this.#watchers.toTell().map((queue) => this.#tell(queue)));
        this.#failures = sent.every((isTold) => isTold) ? 0 : this.#failures + 1;
      } while (this.#isMore && this.#failures === 0);
    } catch (error) {
      this.#failures++;
      this.#log.warn("task-ledger.notices-not-sent", { error });
    }
    this.#isSending = false;
  }

  /** @returns false when the other ledger did not answer */
  async #tell(queue: TaskQueue): Promise<boolean> {
    try {
      for (;;) {
        const notices = this.#watchers.noticesTo(queue, SENT_AT_ONCE);
        if (notices.length === 0) return true;
        await answerWithin(MAX_WAIT_MS, this.#ledgerOf(queue).dependenciesMet(notices));
        this.#engine.write(() => this.#watchers.told(queue, notices));
      }
    } catch (error) {
      this.#log.warn("task-ledger.notices-not-sent", { queue, error });
      return false;
    }
  }
}
