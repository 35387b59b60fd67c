/** The ledger's part of the Worker's configuration: the keywords' rules with a window and deadlines of its own. */
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import { type LedgerSettings, ledgerSettings } from "../keyword-ledger/settings.ts";

/**
 * Companies and pulls queued, held or running at once: more than a run of the schedule releases, so that one wake-up is
 * enough.
 */
const WINDOW = 200;
/** A wake-up waits in the platform's queue behind lanes that crawl keywords for up to 10 minutes. */
const WAKE_MS = 15 * MINUTE_MS;

/** @throws ConfigError */
export function companySettings(env: Env, platform: Platform): LedgerSettings {
  const settings = ledgerSettings(env, platform);
  const { capRows } = settings.limits;
  return {
    ...settings,
    lease: { ...settings.lease, queuedMs: Math.max(settings.lease.queuedMs, WAKE_MS), window: WINDOW },
    // A company is cleaned, and its postings are pulled, once for each time that somebody or the schedule asks.
    recrawlMs: null,
    limits: { ...settings.limits, capRows: Math.min(capRows, platforms[platform].companyListCap ?? capRows) },
  };
}

/** @throws Error when the object was reached by an id without such a name */
export function platformOfLedger(name: string | undefined): Platform {
  const platform = PLATFORMS.find((known) => known === name);
  if (!platform) throw new Error(`a company ledger is named by its platform, not ${name ?? "nothing"}`);
  return platform;
}
