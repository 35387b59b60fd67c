/** Models a slow and simple ledger over a plain map; the real one must agree with it. */

import type { LedgerSettings } from "../../../durable-objects/keyword-ledger/settings.ts";
import type { Phase } from "../../../durable-objects/lease-engine/types.ts";
import type { KeywordAction } from "../../../shared/contracts/keyword.ts";
import type { Settlement } from "../../../shared/contracts/keyword-ledger.ts";
import type { KeywordState } from "../../../shared/contracts/platform.ts";
import { PICK_ORDER, stateAfter } from "../../../shared/domain/keyword-state.ts";
import { HOUR_MS } from "../../../shared/time.ts";

export interface ModelItem {
  id: string;
  priority: number;
  state: KeywordState;
  phase: Phase;
  key: number;
  /** The keyword was picked from this state. */
  line: KeywordState;
  dueAt: number | null;
  timerAt: number | null;
  fence: number;
  attempts: number;
  deleted: boolean;
  finishedRuns: number;
  /** The latest run has this many pages of part 0 saved; null before the first run. */
  run: { page: number; finished: boolean } | null;
}

export class Model {
  readonly items = new Map<string, ModelItem>();
  readonly settings: LedgerSettings;
  sends = 0;
  sendFails = false;
  #failures = 0;
  #blockedUntil: number | null = null;

  constructor(settings: LedgerSettings) {
    this.settings = settings;
  }

  evict(): void {
    this.#failures = 0;
  }

  /** Does what the ledger does around a change that may free or need a slot in the window. */
  commit(now: number, change: () => void): void {
    const owed = this.#sweep(now);
    change();
    const wake = owed.filter((item) => item.phase === "queued");
    if (this.#blockedUntil === null) {
      for (const item of this.#line("ready", now).slice(0, this.#room())) {
        Object.assign(item, {
          state: "queued",
          phase: "queued",
          timerAt: now + this.settings.lease.queuedMs,
        });
        wake.push(item);
      }
    }
    if (wake.length === 0) return;
    this.sends += 1;
    if (!this.sendFails) {
      this.#failures = 0;
      return;
    }
    for (const item of wake) Object.assign(item, { state: item.line, phase: "ready", timerAt: null });
    this.#blockedUntil = now + Math.min(60_000, 1000 * 2 ** this.#failures++);
  }

  add(id: string, priority: number, now: number): void {
    const item: ModelItem = {
      ...{
        id,
        priority,
        state: "pending",
        phase: "ready",
        key: 0,
        line: "pending",
        dueAt: now,
        timerAt: null,
      },
      ...{ fence: 0, attempts: 0, deleted: false, finishedRuns: 0, run: null },
    };
    this.items.set(id, item);
    this.#place(item, "pending", now, now);
  }

  /** @returns the items claimed, in order */
  claim(limit: number, now: number): ModelItem[] {
    const claimed = this.#line("queued", now).slice(0, limit);
    claimed.push(
      ...this.#line("ready", now).slice(0, Math.max(0, Math.min(limit - claimed.length, this.#room()))),
    );
    for (const item of claimed) {
      item.fence += 1;
      Object.assign(item, { state: "running", phase: "running", dueAt: null });
      item.timerAt = now + this.settings.lease.leaseMs;
      if (!item.run || item.run.finished) item.run = { page: 0, finished: false };
    }
    return claimed;
  }

  holds(id: string, fence: number, now: number): ModelItem | null {
    const item = this.items.get(id);
    return item?.phase === "running" && item.fence === fence && (item.timerAt ?? 0) > now ? item : null;
  }

  save(item: ModelItem, upTo: number, now: number): void {
    if (item.run) item.run.page = Math.max(item.run.page, upTo);
    const { leaseMs } = this.settings.lease;
    // A lease is extended once a quarter of it has passed.
    if ((item.timerAt ?? now) - now <= 0.75 * leaseMs) item.timerAt = now + leaseMs;
  }

  settle(item: ModelItem, settlement: Settlement, now: number): void {
    const { retry, recrawlMs } = this.settings;
    switch (settlement.kind) {
      case "done":
        if (item.run) item.run.finished = true;
        item.attempts = 0;
        item.finishedRuns += 1;
        this.#place(item, "done", recrawlMs === null ? null : now + recrawlMs, now);
        break;
      case "park":
        item.attempts += 1;
        this.#place(item, settlement.state, null, now);
        break;
      case "retry": {
        item.attempts += 1;
        // The delay is half of the bound, because the rig's random number is always 0.5.
        const delayMs = Math.min(retry.maxMs, retry.baseMs * 2 ** (item.attempts - 1)) / 2;
        this.#place(item, "failed", item.attempts < retry.attempts ? now + delayMs : null, now);
        break;
      }
      case "yield": {
        const state = this.#resumable(item);
        const { resume_at: resumeAt } = settlement;
        if (resumeAt <= now) {
          this.#place(item, state, now, now);
          break;
        }
        const until = Math.min(resumeAt, now + 300_000);
        item.fence += 1;
        item.line = state;
        item.key = now - item.priority * HOUR_MS;
        Object.assign(item, { state: "queued", phase: "held", dueAt: until, timerAt: until });
      }
    }
  }

  /** Ends all holds early. */
  endHolds(now: number): void {
    for (const item of this.items.values()) if (item.phase === "held") item.timerAt = now;
  }

  /** @returns false when the action is impossible */
  act(item: ModelItem, action: KeywordAction, now: number): boolean {
    const { state: from, deleted } = item;
    const state = stateAfter(action, {
      state: from,
      deleted,
      hasSavedPages: this.#resumable(item) === "partial",
    });
    if (state === null) return false;
    if (action === "delete") {
      if (item.phase === "running") item.fence += 1;
      Object.assign(item, { state, phase: "gone", timerAt: null, deleted: true });
      return true;
    }
    if (action === "restore") item.deleted = false;
    if (action === "restart") item.run = null;
    if (action === "skip" && item.run) item.run.finished = true;
    if (["restart", "skip", "retry", "restore"].includes(action)) item.attempts = 0;
    const { recrawlMs } = this.settings;
    const skipDue = recrawlMs === null ? null : now + recrawlMs;
    const due = {
      pause: null,
      skip: skipDue,
      restore: ["pending", "partial"].includes(state) ? now : item.dueAt,
    };
    this.#place(item, state, action in due ? due[action as keyof typeof due] : now, now);
    return true;
  }

  #place(item: ModelItem, state: KeywordState, dueAt: number | null, now: number): void {
    if (item.phase === "running") item.fence += 1;
    item.dueAt = dueAt;
    if (dueAt === null) Object.assign(item, { state, phase: "resting", timerAt: null });
    else if (dueAt > now) Object.assign(item, { state, phase: "waiting", timerAt: dueAt });
    else {
      item.line = state === "done" ? "pending" : state;
      item.key = dueAt - item.priority * HOUR_MS;
      Object.assign(item, { state: item.line, phase: "ready", timerAt: null });
    }
  }

  #sweep(now: number): ModelItem[] {
    const due = [...this.items.values()].filter((item) => item.timerAt !== null && item.timerAt <= now);
    const someoneRuns = [...this.items.values()].some((item) => item.phase === "running");
    const owed: ModelItem[] = [];
    for (const item of due) {
      if (item.phase === "waiting") this.#place(item, item.state, item.dueAt, now);
      else if (item.phase === "running") {
        item.attempts += 1;
        const forGood = item.attempts >= this.settings.retry.attempts;
        this.#place(item, forGood ? "failed" : this.#resumable(item), forGood ? null : now, now);
      } else if (item.phase === "held" || someoneRuns) {
        const deadlines = item.phase === "held" ? 1 : 10;
        const timerAt = now + deadlines * this.settings.lease.queuedMs;
        Object.assign(item, { phase: "queued", dueAt: null, timerAt });
        owed.push(item);
      } else Object.assign(item, { state: item.line, phase: "ready", timerAt: null });
    }
    if (this.#blockedUntil !== null && this.#blockedUntil <= now) this.#blockedUntil = null;
    return owed;
  }

  #line(phase: Phase, now: number): ModelItem[] {
    const rank = (item: ModelItem) => (PICK_ORDER as readonly string[]).indexOf(item.line);
    // One point of priority is an hour of waiting, and no more than four hours of waiting count.
    const worth = ({ key, priority }: ModelItem) => {
      const waited = now - (key + priority * HOUR_MS);
      return priority * HOUR_MS + Math.min(waited, 4 * HOUR_MS);
    };
    return [...this.items.values()]
      .filter((item) => item.phase === phase)
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          worth(b) - worth(a) ||
          b.priority - a.priority ||
          a.key - b.key ||
          (a.id < b.id ? -1 : 1),
      );
  }

  #room(): number {
    const inWindow = [...this.items.values()].filter((item) =>
      ["queued", "held", "running"].includes(item.phase),
    );
    return Math.max(0, this.settings.lease.window - inWindow.length);
  }

  #resumable(item: ModelItem): KeywordState {
    return item.run && !item.run.finished && item.run.page > 0 ? "partial" : "pending";
  }
}
