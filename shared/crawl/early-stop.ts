/** A re-crawl ends a search after N pages in a row in which nothing is new (0 = never). */
import type { PageProgress } from "../contracts/keyword-ledger.ts";

export interface EarlyStop {
  /** Marks the part's last page as its end once N stale ones came in a row, and drops none that was fetched. */
  apply(pages: PageProgress[]): void;
  /** A part was ended by it. */
  stopped(): boolean;
}

/**
 * @param stalePages pages in a row without a new posting that earlier holders of the run saw
 */
export function createEarlyStop(afterPages: number, stalePages: number): EarlyStop {
  let stale = stalePages;
  let part: number | null = null;
  let stopped = false;
  return {
    apply(pages) {
      const ended = new Set<number>();
      for (const page of pages) {
        // Each part of a split search has an order of its own.
        if (part !== null && part !== page.part) stale = 0;
        part = page.part;
        if (page.fresh === null || afterPages === 0) continue;
        stale = page.fresh === 0 ? stale + 1 : 0;
        if (stale >= afterPages) ended.add(page.part);
      }
      for (const end of ended) {
        // Pages behind the one that completed the N may be in the same commit: they count, the end is after them.
        const last = pages.findLast((page) => page.part === end);
        if (!last || last.last) continue;
        last.last = true;
        stopped = true;
      }
    },
    stopped: () => stopped,
  };
}
