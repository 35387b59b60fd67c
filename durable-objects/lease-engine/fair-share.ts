/**
 * Gives every priority a share of the picks, so that a flood of higher ones delays a lower one by a bounded number of
 * starts: every `fairEvery`-th pick takes the priority whose last pick is longest ago. With p priorities in use, each is
 * picked at least once in `fairEvery * p` picks.
 *
 * The counts are in memory. The first pick after the object was loaded is a fair one, of the lowest priority, so that
 * evictions cannot break the bound.
 */
import { firstItems, firstOfLine, linesOf } from "./pick-order.ts";
import type { LeaseRules, WorkItem } from "./types.ts";

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

  /**
   * Picks ready items in their order, except for the fair picks.
   * @param move takes a picked item out of `ready`; `fair` says that it was picked before others that come first in order
   */
  pick(limit: number, now: number, move: (item: WorkItem, fair: boolean) => void): WorkItem[] {
    const picked: WorkItem[] = [];
    const take = (item: WorkItem, fair: boolean) => {
      move(item, fair);
      picked.push(item);
      this.#lastPick.set(item.priority, ++this.#picks);
    };
    while (picked.length < limit) {
      if (this.#untilFair === 0) {
        const item = this.#fairItem();
        if (!item) break;
        take(item, true);
        this.#untilFair = this.#fairEvery - 1;
        continue;
      }
      const room = Math.min(limit - picked.length, this.#untilFair);
      const items = firstItems(this.#sql, this.#rules, "ready", room, now);
      for (const item of items) take(item, false);
      this.#untilFair -= items.length;
      if (items.length < room) break;
    }
    return picked;
  }

  #fairItem(): WorkItem | undefined {
    const [first, ...others] = linesOf(this.#sql, "ready");
    if (!first) return undefined;
    let line = first;
    const last = (priority: number) => this.#lastPick.get(priority) ?? 0;
    for (const other of others) {
      if (other.pick_class !== first.pick_class) break;
      if (last(other.priority) < last(line.priority)) line = other;
    }
    return firstOfLine(this.#sql, "ready", line);
  }
}
