/** The ledger's part of the Worker's configuration. */
import { readConfig } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import type { RetryPolicy } from "../../shared/domain/retry-policy.ts";
import { DAY_MS, HOUR_MS } from "../../shared/time.ts";
import type { LeaseSettings } from "../lease-engine/types.ts";
import type { RunLimits } from "./split-limits.ts";

export interface LedgerSettings {
  lease: LeaseSettings;
  retry: RetryPolicy;
  /** Time after which a done keyword is due again; null for never. */
  recrawlMs: number | null;
  /** Time after a whole crawl of a search after which a re-crawl may not end early; null: it always may. */
  fullCrawlMs: number | null;
  /** Least time between two requests that the keywords of this ledger may count on: its share of the platform's pace. */
  paceMs: number;
  limits: RunLimits;
}

/** @throws ConfigError */
export function ledgerSettings(env: Env, platform: Platform): LedgerSettings {
  const config = readConfig(env);
  const { cap_rows, max_parts, max_pages, repeat_pages, runs_on, delay_ms } = config.platforms[platform];
  return {
    lease: {
      leaseMs: config.LEASE_MS,
      // A wake-up that nobody followed within a lease counts as lost, like a holder that stopped renewing.
      queuedMs: config.LEASE_MS,
      window: config.DISPATCH_WINDOW,
      // Nodes poll for work.
      wakes: runs_on !== "nodes",
    },
    retry: { baseMs: config.RETRY_BASE_MS, maxMs: config.RETRY_MAX_MS, attempts: config.RETRY_ATTEMPTS },
    recrawlMs: config.RECRAWL_HOURS === 0 ? null : config.RECRAWL_HOURS * HOUR_MS,
    fullCrawlMs: config.FULL_CRAWL_DAYS === 0 ? null : config.FULL_CRAWL_DAYS * DAY_MS,
    paceMs: delay_ms * config.LEDGER_SHARDS,
    limits: { capRows: cap_rows, maxParts: max_parts, maxPages: max_pages, repeatPages: repeat_pages },
  };
}

/** Name of a ledger object: `platform:shard`. */
export function ledgerName(platform: Platform, shard: number): string {
  return `${platform}:${shard}`;
}

/** @throws Error when the object was reached by an id without such a name */
export function placeOfLedger(name: string | undefined): { platform: Platform; shard: number } {
  const [platformName, shard] = (name ?? "").split(":");
  const platform = PLATFORMS.find((known) => known === platformName);
  if (!platform || !/^\d{1,3}$/.test(shard ?? "")) {
    throw new Error(`a ledger is named platform:shard, not ${name ?? "nothing"}`);
  }
  return { platform, shard: Number(shard) };
}
