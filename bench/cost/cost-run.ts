import type { Counts } from "./counts.ts";

/** What one run of the cost bench counted. */
export interface CostRun {
  counts: Counts;
  /** List pages requested. */
  pages: number;
  /** Postings that the pages held. */
  rows: number;
  /** Time that passed on the run's clock. */
  clock_ms: number;
  real_ms: number;
}
