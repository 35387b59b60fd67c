/** A re-crawl ends a search after N pages in a row in which nothing is new (0 = never). */
import type { PageProgress } from "../../shared/contracts/ledger.ts";

export interface EarlyStop {
  /** Marks the page that completes N stale ones as the last of its part, and drops none. */
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
      for (const page of pages) {
        // Each part of a split search has an order of its own.
        if (part !== null && part !== page.part) stale = 0;
        part = page.part;
        if (page.fresh === null || afterPages === 0) continue;
        stale = page.fresh === 0 ? stale + 1 : 0;
        if (stale < afterPages || page.last) continue;
        page.last = true;
        stopped = true;
      }
    },
    stopped: () => stopped,
  };
}
