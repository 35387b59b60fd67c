/** The ledger's part of the Worker's configuration. */
import { readConfig } from "../../shared/config.ts";
import { PLATFORMS, type Platform } from "../../shared/contracts/platform.ts";
import type { RetryPolicy } from "../../shared/domain/retry-policy.ts";
import { HOUR_MS } from "../../shared/time.ts";
import type { LeaseSettings } from "../lease-engine/types.ts";

export interface LedgerSettings {
  lease: LeaseSettings;
  retry: RetryPolicy;
  /** Time after which a done keyword is due again; null for never. */
  recrawlMs: number | null;
}

/** @throws ConfigError */
export function ledgerSettings(env: Env, platform: Platform): LedgerSettings {
  const config = readConfig(env);
  return {
    lease: {
      leaseMs: config.LEASE_MS,
      // A wake-up that nobody followed within a lease counts as lost, like a holder that stopped renewing.
      queuedMs: config.LEASE_MS,
      window: config.DISPATCH_WINDOW,
      // Nodes poll for work.
      wakes: config.platforms[platform].runs_on !== "nodes",
    },
    retry: { baseMs: config.RETRY_BASE_MS, maxMs: config.RETRY_MAX_MS, attempts: config.RETRY_ATTEMPTS },
    recrawlMs: config.RECRAWL_HOURS === 0 ? null : config.RECRAWL_HOURS * HOUR_MS,
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
