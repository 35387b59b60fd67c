/**
 * Gives every priority a share of the picks, so that a flood of higher ones delays a lower one by a bounded number of
 * starts: every `fairEvery`-th pick takes the priority whose last pick is longest ago. With p priorities in use, each is
 * picked at least once in `fairEvery * p` picks.
 *
 * The counts are in memory. The first pick after the object was loaded is a fair one, of the lowest priority, so that
 * evictions cannot break the bound.
 */
import { firstItems, firstOfLine, type Line, linesOf } from "./pick-order.ts";
import type { LeaseRules, WorkItem } from "./types.ts";

/** Takes picked items out of `ready`; `fair`: they were picked before others that come first in order. */
export type MovePicked = (items: readonly WorkItem[], fair: boolean) => void;

export class FairShare {
  readonly #sql: SqlStorage;
  readonly #rules: LeaseRules;
  readonly #fairEvery: number;
  #picks = 0;
  #untilFair = 0;
  readonly #lastPick = new Map<number, number>();

  constructor(sql: SqlStorage, rules: LeaseRules, fairEvery: number) {
    this.#sql = sql;
    this.#rules = rules;
    this.#fairEvery = fairEvery;
  }

  /** Picks ready items in their order, except for the fair picks. */
  pick(limit: number, now: number, move: MovePicked): WorkItem[] {
    const picked: WorkItem[] = [];
    const take = (items: readonly WorkItem[], fair: boolean) => {
      if (items.length === 0) return;
      move(items, fair);
      picked.push(...items);
      for (const { priority } of items) this.#lastPick.set(priority, ++this.#picks);
    };
    while (picked.length < limit) {
      const room = limit - picked.length;
      if (this.#untilFair === 0) {
        const lines = [...linesOf(this.#sql, "ready")];
        if (lines.length < 2) {
          // Nobody is passed over where all have one priority; the next pick among several is a fair one.
          take(firstItems(this.#sql, this.#rules, "ready", room, now), false);
          break;
        }
        take(this.#fairItems(lines), true);
        this.#untilFair = this.#fairEvery - 1;
        continue;
      }
      const wanted = Math.min(room, this.#untilFair);
      const items = firstItems(this.#sql, this.#rules, "ready", wanted, now);
      take(items, false);
      this.#untilFair -= items.length;
      if (items.length < wanted) break;
    }
    return picked;
  }

  /** The first item of the line that was picked from longest ago. @param lines that have work, in order */
  #fairItems([first, ...others]: readonly Line[]): WorkItem[] {
    if (!first) return [];
    let line = first;
    const last = (priority: number) => this.#lastPick.get(priority) ?? 0;
    for (const other of others) {
      if (other.pick_class !== first.pick_class) break;
      if (last(other.priority) < last(line.priority)) line = other;
    }
    const item = firstOfLine(this.#sql, "ready", line);
    return item ? [item] : [];
  }
}
