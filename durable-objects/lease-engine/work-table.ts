/** The table of work items. Every change of place is one statement inside the caller's transaction. */
import { DAY_MS } from "../../shared/time.ts";
import { FairShare, type MovePicked } from "./fair-share.ts";
import { firstItems } from "./pick-order.ts";
import {
  IN_WINDOW,
  type LeaseCheck,
  type LeaseRules,
  type LeaseSettings,
  type Phase,
  type Placement,
  type WorkItem,
} from "./types.ts";
import { type PhaseCount, WorkCounts } from "./work-counts.ts";
import { DUE, firstTimerOf, RUNNING, TIMED } from "./work-indexes.ts";
import { toItem, type WorkRow } from "./work-row.ts";

/** Share of a lease. A holder renews at half of it at the latest, so that three quarters are left then at least. */
const RENEWED_AFTER = 0.25;

/** More than any priority is worth. */
const PICKED_BEFORE_MS = 365 * DAY_MS;

/** One statement for many items, which takes half the time of one for each. */
const AMONG_IDS = "id IN (SELECT value FROM json_each(?))";
const idsOf = (items: readonly WorkItem[]): string => JSON.stringify(items.map(({ id }) => id));

/** Checks whether a fence still holds an item. A lease past its end holds nothing, swept or not. */
export function checkLease(item: WorkItem | null, fence: number, now: number): LeaseCheck {
  if (!item || item.phase === "gone") return { ok: false, code: "not_found" };
  const held = item.phase === "running" && item.fence === fence && (item.timerAt ?? 0) > now;
  return held ? { ok: true, value: item } : { ok: false, code: "stale_lease" };
}

export class WorkTable {
  readonly #sql: SqlStorage;
  readonly #rules: LeaseRules;
  readonly #fairShare: FairShare | null;
  readonly #counts: WorkCounts;
  /** Items that `add` queues in this transaction, with their row's pick key; their rows are not written yet. */
  #toQueue: { item: WorkItem; pickKey: number | null }[] = [];
  /** Items that were added and queued in this transaction. */
  #added: string[] = [];
  /** No timer fires before it, Unix ms; 0 while that is unknown. */
  #firstTimer = 0;
  /** Whether `add` may queue items at once: a wake-up follows. */
  queuesAdded = false;
  settings: LeaseSettings;

  constructor(sql: SqlStorage, rules: LeaseRules, settings: LeaseSettings) {
    this.#sql = sql;
    this.#rules = rules;
    this.settings = settings;
    this.#counts = new WorkCounts(sql);
    this.#fairShare = rules.fairEvery === undefined ? null : new FairShare(sql, rules, rules.fairEvery);
  }

  get rules(): LeaseRules {
    return this.#rules;
  }

  find(id: string): WorkItem | null {
    const row = this.#sql.exec<WorkRow>("SELECT * FROM work WHERE id = ?", id).toArray()[0];
    return row ? toItem(row) : null;
  }

  /**
   * Adds an item.
   * @param together number of items that the caller adds; when nothing waits before them and the window has room for all,
   * they are queued at once, which saves a write for each: call `writeQueued` after the change
   */
  add(id: string, priority: number, placement: Placement, now: number, together?: number): void {
    const place = this.#placeOf(placement, priority, now);
    const { dueAt, attempts = 0 } = placement;
    const item = { id, priority, dueAt, attempts, fence: 0, holder: null, leasedAt: null, ...place };
    const isNext =
      place.phase === "ready" && together !== undefined && this.queuesAdded && this.#areNext(together);
    this.#counts.move(null, isNext ? { state: this.#rules.queuedState, phase: "queued" } : place);
    if (!isNext) {
      this.#insert(item, place.pickKey, now);
      return;
    }
    const timerAt = now + this.settings.queuedMs;
    this.#toQueue.push({
      item: { ...item, phase: "queued", state: this.#rules.queuedState, timerAt },
      // What is picked later does not go before it, whatever its priority.
      pickKey: now - PICKED_BEFORE_MS,
    });
  }

  /** Writes the items that `add` queued and that nobody leased meanwhile. */
  writeQueued(now: number): void {
    for (const { item, pickKey } of this.#toQueue.splice(0)) {
      this.#insert(item, pickKey, now);
      this.#added.push(item.id);
    }
  }

  /** Whether `add` queued items that are not written yet. */
  get hasUnwritten(): boolean {
    return this.#toQueue.length > 0;
  }

  #insert(item: WorkItem, pickKey: number | null, now: number): void {
    this.#timed(item.timerAt);
    this.#sql.exec(
      `INSERT INTO work (id, state, phase, priority, pick_class, pick_key, due_at, timer_at, fence, holder, attempts,
         leased_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      item.id,
      item.state,
      item.phase,
      item.priority,
      item.pickClass,
      pickKey,
      item.dueAt,
      item.timerAt,
      item.fence,
      item.holder,
      item.attempts,
      item.leasedAt,
      now,
    );
  }

  /**
   * Moves an item anywhere but into the window. The fence of a running item grows, which ends its lease.
   * @returns the state that the item has then
   */
  place(item: WorkItem, placement: Placement, now: number): string {
    const priority = placement.priority ?? item.priority;
    const place = this.#placeOf(placement, priority, now);
    this.#counts.move(item, place);
    this.#timed(place.timerAt);
    this.#sql.exec(
      `UPDATE work SET state = ?, phase = ?, priority = ?, pick_class = ?, pick_key = ?, due_at = ?, timer_at = ?,
         attempts = ?, holder = NULL, fence = fence + (phase = 'running'), updated_at = ? WHERE id = ?`,
      place.state,
      place.phase,
      priority,
      place.pickClass,
      place.pickKey,
      placement.dueAt,
      place.timerAt,
      placement.attempts ?? item.attempts,
      now,
      item.id,
    );
    return place.state;
  }

  /** Changes the priority of an item where it is; a lease goes on. */
  setPriority(item: WorkItem, priority: number, now: number): void {
    const moved = (priority - item.priority) * this.#rules.msPerPriority;
    this.#sql.exec(
      "UPDATE work SET priority = ?, pick_key = pick_key - ?, updated_at = ? WHERE id = ?",
      priority,
      moved,
      now,
      item.id,
    );
  }

  /** Gives a leased item back until a time ahead; it keeps its place in the window. @param state from which it is picked */
  hold(item: WorkItem, state: string, until: number, now: number): void {
    this.#counts.move(item, { state: this.#rules.queuedState, phase: "held" });
    this.#timed(until);
    this.#sql.exec(
      `UPDATE work SET state = ?, phase = 'held', pick_class = ?, pick_key = ?, due_at = ?, timer_at = ?,
         holder = NULL, fence = fence + 1, updated_at = ? WHERE id = ?`,
      this.#rules.queuedState,
      this.#classOf(state),
      this.#keyOf(now, item.priority),
      until,
      until,
      now,
      item.id,
    );
  }

  /** Makes held items due now. There are never more than the window's size. */
  endHolds(now: number): void {
    this.#timed(now);
    this.#sql.exec(
      "UPDATE work SET due_at = ?, timer_at = ? WHERE phase = 'held' AND timer_at IS NOT NULL",
      now,
      now,
    );
  }

  /** Takes an item out of the engine; `place` brings it back. */
  retire(item: WorkItem, state: string, now: number): void {
    this.#counts.move(item, { state, phase: "gone" });
    this.#sql.exec(
      `UPDATE work SET state = ?, phase = 'gone', pick_class = NULL, pick_key = NULL, timer_at = NULL, holder = NULL,
         fence = fence + (phase = 'running'), updated_at = ? WHERE id = ?`,
      state,
      now,
      item.id,
    );
  }

  /** Number of running items whose holder's name begins with `prefix`. */
  runningBy(prefix: string): number {
    return this.#sql
      .exec<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE ${RUNNING} AND substr(holder, 1, ?) = ?`,
        prefix.length,
        prefix,
      )
      .one().n;
  }

  /** Leases up to `limit` items: queued ones first, then ready ones while the window has room. */
  lease(holder: string, limit: number, now: number): WorkItem[] {
    // SQLite reads a negative limit as no limit.
    if (limit <= 0) return [];
    // What was queued before them is leased first, so they take their place behind it.
    if (this.inPhase("queued") > this.#toQueue.length) this.writeQueued(now);
    const leased = this.hasUnwritten ? this.#leaseUnwritten(holder, limit, now) : [];
    if (leased.length < limit && this.inPhase("queued") > 0)
      leased.push(
        ...this.#leaseItems(
          firstItems(this.#sql, this.#rules, "queued", limit - leased.length, now),
          holder,
          now,
        ),
      );
    if (leased.length < limit) {
      const room = Math.min(limit - leased.length, this.settings.window - this.inWindow());
      this.#pickReady(room, now, (items) => leased.push(...this.#leaseItems(items, holder, now)));
    }
    return leased;
  }

  /** Picks up to `limit` ready items. @param move takes picked items out of `ready` */
  #pickReady(limit: number, now: number, move: MovePicked): WorkItem[] {
    if (limit <= 0 || this.inPhase("ready") === 0) return [];
    if (this.#fairShare) return this.#fairShare.pick(limit, now, move);
    const picked = firstItems(this.#sql, this.#rules, "ready", limit, now);
    move(picked, false);
    return picked;
  }

  /** Leases items that `add` queued: their first row is that of the lease. */
  #leaseUnwritten(holder: string, limit: number, now: number): WorkItem[] {
    this.#toQueue.sort(
      ({ item: a }, { item: b }) =>
        (a.pickClass ?? 0) - (b.pickClass ?? 0) || b.priority - a.priority || (a.id < b.id ? -1 : 1),
    );
    return this.#toQueue.splice(0, limit).map(({ item, pickKey }) => {
      const leased = this.#leased(item, holder, now);
      this.#counts.move(item, leased);
      this.#insert(leased, pickKey, now);
      return leased;
    });
  }

  #leased(item: WorkItem, holder: string, now: number): WorkItem {
    return {
      ...item,
      phase: "running",
      state: this.#rules.runningState,
      fence: item.fence + 1,
      holder,
      dueAt: null,
      timerAt: now + this.settings.leaseMs,
      leasedAt: now,
    };
  }

  #leaseItems(items: readonly WorkItem[], holder: string, now: number): WorkItem[] {
    if (items.length === 0) return [];
    // What was added and leased in one transaction needs no wake-up.
    if (this.#added.length > 0) {
      const ids = new Set(items.map(({ id }) => id));
      this.#added = this.#added.filter((id) => !ids.has(id));
    }
    const until = now + this.settings.leaseMs;
    const state = this.#rules.runningState;
    for (const item of items) this.#counts.move(item, { state, phase: "running" });
    this.#timed(until);
    this.#sql.exec(
      `UPDATE work SET phase = 'running', state = ?, fence = fence + 1, holder = ?, due_at = NULL, timer_at = ?,
         leased_at = ?, updated_at = ? WHERE ${AMONG_IDS}`,
      state,
      holder,
      until,
      now,
      now,
      idsOf(items),
    );
    return items.map((item) => this.#leased(item, holder, now));
  }

  /** Puts leased items to rest that were tried once more. They are running. */
  end(items: readonly WorkItem[], state: string, now: number): void {
    for (const item of items) this.#counts.move(item, { state, phase: "resting" });
    this.#sql.exec(
      `UPDATE work SET state = ?, phase = 'resting', pick_class = NULL, pick_key = NULL, due_at = NULL,
         timer_at = NULL, attempts = attempts + 1, holder = NULL, fence = fence + 1, updated_at = ? WHERE ${AMONG_IDS}`,
      state,
      now,
      idsOf(items),
    );
  }

  /** Checks whether this fence still holds the item. A lease past its end holds nothing, swept or not. */
  check(id: string, fence: number, now: number): LeaseCheck {
    return checkLease(this.find(id), fence, now);
  }

  /**
   * Extends a lease, once RENEWED_AFTER of it has passed: each write is billed, and a holder renews with every page.
   * @returns Unix ms of its end
   */
  renew(item: WorkItem, now: number): number {
    const { leaseMs } = this.settings;
    const passed = item.timerAt === null ? leaseMs : leaseMs - (item.timerAt - now);
    if (item.timerAt !== null && passed < leaseMs * RENEWED_AFTER) return item.timerAt;
    const until = now + leaseMs;
    this.#sql.exec("UPDATE work SET timer_at = ?, updated_at = ? WHERE id = ?", until, now, item.id);
    return until;
  }

  /** Moves ready items to `queued` until the window is full. @returns the moved items, in order */
  fill(now: number): WorkItem[] {
    return this.#pickReady(this.settings.window - this.inWindow(), now, (items, fair) => {
      const state = this.#rules.queuedState;
      for (const item of items) this.#counts.move(item, { state, phase: "queued" });
      this.#timed(now + this.settings.queuedMs);
      this.#sql.exec(
        `UPDATE work SET phase = 'queued', state = ?, timer_at = ?, updated_at = ?,
           pick_key = CASE WHEN ? THEN 0 ELSE pick_key END WHERE ${AMONG_IDS}`,
        state,
        now + this.settings.queuedMs,
        now,
        // Then it is claimed before the other queued items of its priority too.
        fair ? 1 : 0,
        idsOf(items),
      );
    });
  }

  /**
   * Queues a held item whose time has come, or gives a queued one a new deadline.
   * @param deadlines times `queuedMs`
   */
  requeue(item: WorkItem, now: number, deadlines: number): void {
    this.#counts.move(item, { state: item.state, phase: "queued" });
    this.#timed(now);
    this.#sql.exec(
      "UPDATE work SET phase = 'queued', due_at = NULL, timer_at = ?, updated_at = ? WHERE id = ?",
      now + deadlines * this.settings.queuedMs,
      now,
      item.id,
    );
  }

  /** Moves an item back to the state from which it was picked, with its old place in the order. */
  unqueue(item: WorkItem, now: number): void {
    const state = this.#rules.pickOrder[item.pickClass ?? 0] ?? item.state;
    this.#counts.move(item, { state, phase: "ready" });
    this.#sql.exec(
      `UPDATE work SET phase = 'ready', state = ?, pick_key = CASE WHEN pick_key < ? THEN ? ELSE pick_key END,
         timer_at = NULL, updated_at = ? WHERE id = ?`,
      state,
      // One that was picked before others had a key of that.
      now - PICKED_BEFORE_MS / 2,
      this.#keyOf(item.dueAt ?? now, item.priority),
      now,
      item.id,
    );
  }

  /** Lists all queued items; there are never more than the window's size. */
  queued(): WorkItem[] {
    return this.#sql.exec<WorkRow>("SELECT * FROM work WHERE phase = 'queued'").toArray().map(toItem);
  }

  /** Deletes an item for good; its id is never used again. */
  delete(id: string): void {
    const item = this.find(id);
    if (!item) return;
    this.#counts.move(item, null);
    this.#sql.exec("DELETE FROM work WHERE id = ?", id);
  }

  /** Makes a waiting item ready whose due time has come. */
  promote(item: WorkItem, now: number): void {
    this.place(item, { state: item.state, dueAt: item.dueAt ?? now }, now);
  }

  /** Items whose timer is due, oldest first. */
  due(now: number, limit: number): WorkItem[] {
    if (now < this.#firstTimer) return [];
    this.#firstTimer = 0;
    return this.#sql.exec<WorkRow>(DUE, now, limit).toArray().map(toItem);
  }

  /** Unix ms before which no timer fires, which is mostly the first one's time; null without timers. */
  nextTimer(): number | null {
    if (this.#firstTimer === 0) {
      this.#firstTimer = this.#firstOf(TIMED) ?? Number.POSITIVE_INFINITY;
    }
    return this.#firstTimer === Number.POSITIVE_INFINITY ? null : this.#firstTimer;
  }

  #timed(at: number | null): void {
    if (at !== null && at < this.#firstTimer) this.#firstTimer = at;
  }

  /** Unix ms when the next item becomes ready; null when nothing is planned. Reads at most past the window's timers. */
  nextDue(): number | null {
    return this.#firstOf(["waiting", "held"]);
  }

  /** The earliest timer of items in some phases, Unix ms. */
  #firstOf(phases: readonly Phase[]): number | null {
    return this.#sql.exec<{ at: number | null }>(firstTimerOf(phases)).one().at;
  }

  counts(): PhaseCount[] {
    return this.#counts.list();
  }

  inPhase(...phases: Phase[]): number {
    return this.#counts.inPhase(...phases);
  }

  /** The ids of items that `add` queued since the last call. */
  takeAdded(): string[] {
    return this.#added.splice(0);
  }

  /** Stores the counts; call it at the end of each transaction. */
  store(): void {
    this.#counts.store();
  }

  /** Forgets what a transaction changed in memory that was rolled back. */
  forget(): void {
    this.#counts.forget();
    this.#toQueue = [];
    this.#added = [];
    this.#firstTimer = 0;
  }

  inWindow(): number {
    return this.inPhase(...IN_WINDOW);
  }

  /** Whether new items that may be picked are the next ones, and there is room for all of them. */
  #areNext(count: number): boolean {
    const others = this.inWindow() - this.#added.length - this.#toQueue.length;
    return this.inPhase("ready") === 0 && others + count <= this.settings.window;
  }

  #placeOf(placement: Placement, priority: number, now: number) {
    const { state, dueAt } = placement;
    if (dueAt === null) {
      return { state, phase: "resting" as Phase, pickClass: null, pickKey: null, timerAt: null };
    }
    if (dueAt > now) {
      return { state, phase: "waiting" as Phase, pickClass: null, pickKey: null, timerAt: dueAt };
    }
    const picked = this.#rules.stateWhenDue(state);
    return {
      state: picked,
      phase: "ready" as Phase,
      pickClass: this.#classOf(picked),
      pickKey: this.#keyOf(dueAt, priority),
      timerAt: null,
    };
  }

  #classOf(state: string): number {
    const index = this.#rules.pickOrder.indexOf(state);
    if (index < 0) throw new Error(`work in state ${state} is not picked`);
    return index;
  }

  #keyOf(dueAt: number, priority: number): number {
    return dueAt - priority * this.#rules.msPerPriority;
  }
}
