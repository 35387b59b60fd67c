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
import { ObjectTimers } from "./object-timers.ts";
import type { LeaseCheck, LeaseOwner, LeaseRules, LeaseSettings, WorkItem } from "./types.ts";
import type { Waiting } from "./waiting-holder.ts";
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
/**
 * Storage has confirmed a transaction after this. Changes that come earlier wait for it and go into the next one together, which
 * writes fewer rows; asking it each time would leave objects to the collector.
 */
const CONFIRMED_MS = 5;
const DISPATCH_TIMER = "dispatch";
const STEP_TIMER = "step";

/** An item for which a wake-up is sent. */
type Woken = Pick<WorkItem, "id" | "fence">;

/** A call of `commit` that waits for its transaction. */
interface Change {
  cause: string;
  change: (now: number) => unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

export class LeaseEngine {
  readonly work: WorkTable;
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  readonly #storage: DurableObjectStorage;
  readonly #owner: LeaseOwner;
  readonly #alarm: AlarmTimer;
  readonly #timers: ObjectTimers;
  /** Holders without work: each is asked in every transaction, in turn, until it has claimed some. */
  readonly #holders = new Set<Waiting>();
  #waiting: Change[] = [];
  #isStoring = false;
  /** Number of the last transaction, and when it was applied, Unix ms; 0 once it is known to be confirmed. */
  #transaction = 0;
  #appliedAt = 0;
  #wakeFailures = 0;
  #alarmFailures = 0;

  constructor(storage: DurableObjectStorage, rules: LeaseRules, settings: LeaseSettings, owner: LeaseOwner) {
    this.#storage = storage;
    this.#owner = owner;
    this.#alarm = new AlarmTimer(storage);
    this.#timers = new ObjectTimers(storage.sql);
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
    return this.#transact(() => change(now));
  }

  /**
   * Runs due timers, applies `change` and fills the window, all in one transaction; sends one wake-up if anything was
   * queued. Changes that come while the storage confirms a transaction go into the next one together.
   * @param cause sent with the wake-up, for the logs
   */
  commit<T>(cause: string, change: (now: number) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ cause, change, resolve: resolve as (result: unknown) => void, reject });
      if (!this.#isStoring) void this.#storeWaiting();
    });
  }

  async #storeWaiting(): Promise<void> {
    this.#isStoring = true;
    while (this.#waiting.length > 0) {
      // What storage can't confirm breaks the object, and with it the answers to the callers.
      if (this.#mayBeUnconfirmed()) await this.#storage.sync().catch(() => {});
      const changes = this.#waiting.splice(0);
      if (!this.#apply(changes)) for (const one of changes) this.#apply([one]);
      this.#transaction += 1;
      this.#appliedAt = this.clock.now();
    }
    this.#isStoring = false;
  }

  #mayBeUnconfirmed(): boolean {
    const since = this.clock.now() - this.#appliedAt;
    return since >= 0 && since < CONFIRMED_MS;
  }

  /** Number of the last transaction: an answer that is given now leaves the object once it is confirmed. */
  get transaction(): number {
    return this.#transaction;
  }

  /** Tells that a caller has an answer to a transaction. */
  confirmed(transaction: number): void {
    if (transaction === this.#transaction) this.#appliedAt = 0;
  }

  /**
   * Applies changes in one transaction and answers their callers.
   * @returns false when one of several failed: none was applied and no caller has an answer
   */
  #apply(changes: readonly Change[]): boolean {
    const now = this.clock.now();
    const [first] = changes;
    if (!first) return true;
    let done: { results: unknown[]; served: Waiting[]; wake: Woken[] };
    try {
      done = this.#transact(() => this.#step(changes, now));
    } catch (error) {
      if (changes.length > 1) return false;
      first.reject(error);
      return true;
    }
    const { results, served, wake } = done;
    for (const holder of served) this.#holders.delete(holder);
    const afterwards = async () => {
      await this.#arm(now);
      if (wake.length > 0) await this.#send(wake, first.cause);
    };
    afterwards().then(
      () => {
        // A holder goes on to work, while a caller reads back what it changed.
        for (const holder of served) holder.resolve();
        for (const [index, change] of changes.entries()) change.resolve(results[index]);
      },
      (error) => {
        for (const change of changes) change.reject(error);
        for (const holder of served) holder.reject(error);
      },
    );
    return true;
  }

  /**
   * Lets a holder wait that found nothing to claim; call it inside a change. What becomes ready is then leased in the
   * transaction that makes it so, and nobody is woken.
   */
  wait(holder: Waiting): void {
    this.#holders.add(holder);
  }

  /** Forgets a holder. @returns whether it was still waiting */
  leave(holder: Waiting): boolean {
    return this.#holders.delete(holder);
  }

  /** Lets those that wait claim what there is. @param served the holders that have claimed something */
  #serve(now: number, served: Waiting[]): void {
    for (const holder of this.#holders) {
      if (this.work.inPhase("queued", "ready") === 0) break;
      if (!served.includes(holder) && holder.claim(now)) served.push(holder);
    }
  }

  /** One transaction's work. */
  #step(changes: readonly Change[], now: number): { results: unknown[]; served: Waiting[]; wake: Woken[] } {
    const owed = this.#sweep(now);
    const wakes = this.work.settings.wakes && !this.#sendBlocked();
    this.work.queuesAdded = wakes;
    const served: Waiting[] = [];
    const results = changes.map(({ change }) => {
      const result = change(now);
      if (this.work.hasUnwritten) {
        this.#serve(now, served);
        this.work.writeQueued(now);
      }
      return result;
    });
    this.work.queuesAdded = false;
    if (this.#owner.step?.(now)) this.#timers.set(STEP_TIMER, now + 1);
    this.#serve(now, served);
    const wake: Woken[] = owed.filter((item) => this.work.find(item.id)?.phase === "queued");
    const queued = this.work.takeAdded().map((id): Woken => ({ id, fence: 0 }));
    if (wakes) queued.push(...this.work.fill(now));
    for (const { id } of queued) this.#owner.note(id, "dispatched", now);
    return { results, served, wake: [...wake, ...queued] };
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

  /** Whether the owner's timer is set; one that is due is gone with the next commit. */
  hasTimer(name: string): boolean {
    return this.#timers.has(name);
  }

  /** Sets a timer of the owner: a commit comes by then. Call it inside a change. @param at Unix ms */
  setTimer(name: string, at: number): void {
    this.#timers.set(name, at);
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
    this.#timers.deleteDue(now);
    return owed;
  }

  /** Runs a transaction. What the objects know of the tables is forgotten when it fails. */
  #transact<T>(work: () => T): T {
    try {
      return this.#storage.transactionSync(() => {
        const result = work();
        this.work.store();
        return result;
      });
    } catch (error) {
      this.work.queuesAdded = false;
      this.work.forget();
      this.#timers.forget();
      this.#owner.rolledBack?.();
      throw error;
    }
  }

  async #send(items: Woken[], cause: string): Promise<void> {
    try {
      await this.#owner.wake(cause);
      this.#wakeFailures = 0;
    } catch (error) {
      this.#owner.log.error("object.wake-failed", { error });
      const retryIn = backoffMs(this.#wakeFailures++, FAILURE_BACKOFF);
      const now = this.clock.now();
      this.#transact(() => {
        // An item may have been claimed meanwhile, and even be queued again: then its fence differs.
        for (const { id, fence } of items) {
          const item = this.work.find(id);
          if (item?.phase !== "queued" || item.fence !== fence) continue;
          this.work.unqueue(item, now);
          this.#owner.note(id, "wake-failed", now);
        }
        this.#timers.set(DISPATCH_TIMER, now + retryIn);
      });
      await this.#arm(now);
    }
  }

  /** Whether the last wake-up failed and its backoff is not over. */
  #sendBlocked(): boolean {
    return this.#timers.has(DISPATCH_TIMER);
  }

  #arm(now: number, notBefore = 0): Promise<void> {
    const times = [this.#timers.next(), this.work.nextTimer()].filter((at) => at !== null);
    return this.#alarm.arm(times.length > 0 ? Math.max(notBefore, Math.min(...times)) : null, now);
  }
}
