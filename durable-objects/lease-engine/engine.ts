/**
 * Leases, fences, timers and wake-ups for one kind of work. The owner (a Durable Object) keeps the content of the work
 * in its own tables and changes them inside `commit`, in the same transaction as the item's place.
 *
 * Invariant after every commit, where holders are woken at all: ready work with room in the window has either a
 * wake-up under way (it is `queued`, with a deadline) or the object's dispatch timer; everything else in the window has
 * a timer.
 */
import { type Backoff, backoffMs } from "../../shared/backoff.ts";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import { MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import type { LeaseCheck, LeaseOwner, LeaseRules, LeaseSettings, WorkItem } from "./types.ts";
import { WorkTable } from "./work-table.ts";

/** Timers handled in one transaction; the alarm handles the rest at once. */
const SWEEP_LIMIT = 500;
/** Backoff after a wake-up that could not be sent, and after an alarm that failed. */
const FAILURE_BACKOFF: Backoff = { baseMs: SECOND_MS, maxMs: MINUTE_MS };
/**
 * An item that waits behind others gets a deadline this many times as long: who runs claims it next, and when they die
 * instead, the end of their lease sends a wake-up. Each new deadline is several rows written.
 */
const LATE_DEADLINES = 10;
const DISPATCH_TIMER = "dispatch";
const STEP_TIMER = "step";

export class LeaseEngine {
  readonly work: WorkTable;
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  readonly #storage: DurableObjectStorage;
  readonly #owner: LeaseOwner;
  readonly #alarm: AlarmTimer;
  #wakeFailures = 0;
  #alarmFailures = 0;

  constructor(storage: DurableObjectStorage, rules: LeaseRules, settings: LeaseSettings, owner: LeaseOwner) {
    this.#storage = storage;
    this.#owner = owner;
    this.#alarm = new AlarmTimer(storage);
    this.work = new WorkTable(storage.sql, rules, settings);
  }

  /** Call it on construction: a timer whose alarm was lost between two versions gets one again. */
  async restore(): Promise<void> {
    await this.#alarm.restore();
    await this.#arm(this.clock.now());
  }

  /** Applies a change that frees no place in the window: without sweep and dispatch. */
  write<T>(change: (now: number) => T): T {
    const now = this.clock.now();
    return this.#storage.transactionSync(() => change(now));
  }

  /**
   * Runs due timers, applies `change` and fills the window, all in one transaction; sends one wake-up if anything was
   * queued.
   * @param cause sent with the wake-up, for the logs
   */
  async commit<T>(cause: string, change: (now: number) => T): Promise<T> {
    const now = this.clock.now();
    const { result, wake } = this.#storage.transactionSync(() => {
      const owed = this.#sweep(now);
      const result = change(now);
      if (this.#owner.step?.(now)) {
        this.#storage.sql.exec("INSERT OR REPLACE INTO timers (name, at) VALUES (?, ?)", STEP_TIMER, now + 1);
      }
      const wake = owed.filter((item) => this.work.find(item.id)?.phase === "queued");
      if (this.work.settings.wakes && !this.#sendBlocked()) {
        for (const item of this.work.fill(now)) {
          this.#owner.note(item.id, "dispatched", now);
          wake.push(item);
        }
      }
      return { result, wake };
    });
    await this.#arm(now);
    if (wake.length > 0) await this.#send(wake, cause);
    return result;
  }

  /** Moves ready work to `queued`. @returns the number of queued items */
  async dispatch(cause: string): Promise<number> {
    await this.commit(cause, () => undefined);
    return this.work.inPhase("queued");
  }

  /** Ends every hold before its time: what made the work yield is over. @returns the number of queued items */
  async resumeHeld(cause: string): Promise<number> {
    this.write((now) => this.work.endHolds(now));
    return this.dispatch(cause);
  }

  /** Checks a holder's fence; call it inside `write` or `commit`, before anything is changed. */
  check(id: string, fence: number, now: number): LeaseCheck {
    return this.work.check(id, fence, now);
  }

  /** The object's `alarm()`. It never throws, because the runtime would repeat it on its own schedule. */
  async alarm(): Promise<void> {
    this.#alarm.fired();
    let notBefore = 0;
    try {
      await this.commit("alarm", () => undefined);
      this.#alarmFailures = 0;
    } catch (error) {
      notBefore = this.clock.now() + backoffMs(this.#alarmFailures++, FAILURE_BACKOFF);
      this.#owner.log.error("object.alarm-failed", { error });
    } finally {
      await this.#arm(this.clock.now(), notBefore);
    }
  }

  /** Runs due timers. @returns queued items that need a wake-up */
  #sweep(now: number): WorkItem[] {
    const due = this.work.due(now, SWEEP_LIMIT);
    const owed: WorkItem[] = [];
    const someoneRuns = due.some((item) => item.phase === "queued") && this.work.inPhase("running") > 0;
    for (const item of due) {
      if (item.phase === "waiting") this.work.promote(item, now);
      else if (item.phase === "running") this.work.place(item, this.#owner.expired(item, now), now);
      else if (!this.work.settings.wakes) this.work.unqueue(item, now);
      else if (item.phase === "held" || someoneRuns) {
        // Its wake-up is late behind others that run, not lost: the item keeps its place and gets one more.
        this.work.requeue(item, now, item.phase === "held" ? 1 : LATE_DEADLINES);
        owed.push(item);
      } else {
        this.work.unqueue(item, now);
        this.#owner.note(item.id, "wake-lost", now);
      }
    }
    this.#storage.sql.exec("DELETE FROM timers WHERE at <= ?", now);
    return owed;
  }

  async #send(items: WorkItem[], cause: string): Promise<void> {
    try {
      await this.#owner.wake(cause);
      this.#wakeFailures = 0;
    } catch (error) {
      this.#owner.log.error("object.wake-failed", { error });
      const retryIn = backoffMs(this.#wakeFailures++, FAILURE_BACKOFF);
      const now = this.clock.now();
      this.#storage.transactionSync(() => {
        // An item may have been claimed meanwhile, and even be queued again: then its fence differs.
        for (const { id, fence } of items) {
          const item = this.work.find(id);
          if (item?.phase !== "queued" || item.fence !== fence) continue;
          this.work.unqueue(item, now);
          this.#owner.note(id, "wake-failed", now);
        }
        this.#storage.sql.exec(
          "INSERT INTO timers (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
          DISPATCH_TIMER,
          now + retryIn,
        );
      });
      await this.#arm(now);
    }
  }

  /** Whether the last wake-up failed and its backoff is not over. */
  #sendBlocked(): boolean {
    return this.#storage.sql.exec("SELECT 1 FROM timers WHERE name = ?", DISPATCH_TIMER).toArray().length > 0;
  }

  #arm(now: number, notBefore = 0): Promise<void> {
    const own = this.#storage.sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM timers").one().at;
    const times = [own, this.work.nextTimer()].filter((at) => at !== null);
    return this.#alarm.arm(times.length > 0 ? Math.max(notBefore, Math.min(...times)) : null, now);
  }
}
