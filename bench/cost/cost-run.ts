import type { Platform } from "../../shared/contracts/platform.ts";
import type { Counts } from "./counts.ts";

export interface PlatformSearch {
  platform: Platform;
  keyword: string;
  city: string;
}

/** One run of the cost bench counted this. */
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
