/** Ends a search of a re-crawl after N pages in a row without a new posting (0 = never). */
import type { PageProgress } from "../contracts/keyword-ledger.ts";

export interface EarlyStop {
  /** Marks the last fetched page of a part as its end once N stale pages came in a row; no fetched page is dropped. */
  apply(pages: PageProgress[]): void;
  /** True once a part was ended this way. */
  stopped(): boolean;
}

/**
 * @param stalePages pages in a row without a new posting that earlier holders of the run counted
 */
export function createEarlyStop(afterPages: number, stalePages: number): EarlyStop {
  let stale = stalePages;
  let part: number | null = null;
  let stopped = false;
  return {
    apply(pages) {
      const ended = new Set<number>();
      for (const page of pages) {
        // The parts of a split search are ordered independently, so a new part counts from zero.
        if (part !== null && part !== page.part) stale = 0;
        part = page.part;
        if (page.fresh === null || afterPages === 0) continue;
        stale = page.fresh === 0 ? stale + 1 : 0;
        if (stale >= afterPages) ended.add(page.part);
      }
      for (const end of ended) {
        // Pages after the Nth stale one may be in the same commit: they are kept, and the part ends after them.
        const last = pages.findLast((page) => page.part === end);
        if (!last || last.last) continue;
        last.last = true;
        stopped = true;
      }
    },
    stopped: () => stopped,
  };
}
