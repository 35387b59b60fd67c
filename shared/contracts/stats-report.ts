/** The stats report (A12): what happened in some hours, as data without a language. */
import type { Platform } from "./platform.ts";

export interface PlatformStats {
  platform: Platform;
  /** Postings seen for the first time in the span. */
  new_jobs: number;
  /** Postings that are stored. */
  jobs: number;
  /** Searches whose crawl ended in the span. */
  searches: number;
  requests: number;
  failed_requests: number;
  /** Searches that are failed or blocked now. */
  failing: number;
  /** Distinct postings seen of those that the site reports, 0 to 1; null while nothing is known. */
  coverage: number | null;
  breaker_open: boolean;
}

export interface StatsReport {
  /** Unix ms; `to` is not included. */
  from: number;
  to: number;
  platforms: PlatformStats[];
  /** Rows and bytes of the tables in ClickHouse; empty while it sleeps or is away. */
  tables: { table: string; rows: number; bytes: number }[];
  dead_letters: number;
  quarantined_batches: number;
  waiting_batches: number;
  /** Crawler nodes by state. */
  nodes: Record<string, number>;
  open_alerts: number;
  /** Why figures of ClickHouse are missing; null when they are there. */
  missing: "nothing_stored" | "clickhouse_away" | null;
}
