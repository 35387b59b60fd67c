/** Fetches the dictionaries that are due, under the pace of each platform, and adds what they say. */
import type { Config } from "../../shared/config.ts";
import type { DictionaryKind } from "../../shared/contracts/dictionary.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import { adapterContext } from "../../shared/crawl/adapter-context.ts";
import type { FetchResult } from "../../shared/crawl/fetch-result.ts";
import { assertDictionaryOrigin, ownOrigins } from "../../shared/crawl/own-origin.ts";
import { openPermits, type Permits } from "../../shared/crawl/permits.ts";
import { classOf } from "../../shared/domain/retry-policy.ts";
import type { Logger } from "../../shared/log.ts";
import type { DictionaryAnswer, DictionarySource, RequestSpec } from "../../shared/platforms/adapter.ts";
import { failedDictionary } from "../../shared/platforms/dictionary/answer.ts";
import { dictionaryUrl } from "../../shared/platforms/dictionary/request.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { DictionaryLoad } from "../db/dictionary-schema.ts";
import { addVersion } from "./add-version.ts";
import { type DictionaryStore, findVersion } from "./dictionary-store.ts";

export interface LoadServices {
  store: DictionaryStore;
  config: Config;
  gate(platform: Platform): Pick<PlatformGateApi, "exchange" | "giveBack">;
  fetchPage(request: RequestSpec, timeoutMs: number): Promise<FetchResult>;
  clock: { now(): number; sleep(ms: number): Promise<void> };
  logger: Logger;
}

export interface LoadReport {
  loaded: number;
  failed: number;
  /** Loads that wait for a permit, or for another try. */
  waiting: number;
  activated: number;
  /** Versions that wait for a person: the drift alarm. */
  proposed: number;
}

/** A longer wait for a permit is left to the next run. */
const MAX_WAIT_MS = 20_000;
const MAX_ATTEMPTS = 5;
const RETRY_MS = 5 * MINUTE_MS;

/** @param deadline Unix ms; no request begins after it */
export async function loadDue(services: LoadServices, deadline: number): Promise<LoadReport> {
  const { store, clock, config } = services;
  const report: LoadReport = { loaded: 0, failed: 0, waiting: 0, activated: 0, proposed: 0 };
  const due = await store.dueLoads(clock.now());
  for (const [platform, loads] of Map.groupBy(due, (load) => load.platform)) {
    const settings = config.platforms[platform];
    if (settings.runs_on === "nodes") {
      for (const load of loads) await refuse(services, load, "the platform is for nodes only (runs_on)");
      report.failed += loads.length;
      continue;
    }
    const permits = openPermits(services.gate(platform), settings, MAX_WAIT_MS, clock);
    try {
      for (const [at, load] of loads.entries()) {
        if (clock.now() >= deadline || !(await loadOne(services, permits, load, report))) {
          report.waiting += loads.length - at;
          break;
        }
      }
    } finally {
      await permits.close().catch(() => {});
    }
  }
  return report;
}

const refuse = ({ store, clock }: LoadServices, load: DictionaryLoad, reason: string) =>
  store.saveLoad(load, { dueAt: null, finishedAt: clock.now(), outcome: null, reason });

/** @returns false when the platform has no permit now: its other loads wait, too */
async function loadOne(
  services: LoadServices,
  permits: Permits,
  load: DictionaryLoad,
  report: LoadReport,
): Promise<boolean> {
  const { store, clock, logger, config } = services;
  const { platform } = load;
  const source = adapters[platform].dictionaries.find(({ name }) => name === load.source);
  if (!source) {
    await refuse(services, load, "this version of the program does not load it");
    return true;
  }
  const permission = await permits.acquire();
  if (!permission.granted) {
    await store.saveLoad(load, { dueAt: clock.now() + permission.waitMs, reason: permission.reason });
    return false;
  }
  const read = await fetchAnswer(services, platform, source);
  // Static files on another origin say nothing about the search: their refusal must not open its breaker.
  const settings = config.platforms[platform];
  const isOwn = ownOrigins(settings).has(new URL(dictionaryUrl(settings)).origin);
  await permits
    .report(isOwn ? read.outcome : "past-end", read.retryAfterMs ?? undefined)
    .catch((error) => logger.warn("dictionary.gate-not-told", { platform, error: String(error) }));
  const said = { platform, source: source.name, outcome: read.outcome, reason: read.reason };
  if (read.outcome !== "ok") {
    const attempts = load.attempts + 1;
    const again = classOf(read.outcome) === "retry" && attempts < MAX_ATTEMPTS;
    const { outcome, reason, unread } = read;
    await store.saveLoad(load, {
      ...{ outcome, reason, unread, attempts, finishedAt: clock.now() },
      dueAt: again ? clock.now() + (read.retryAfterMs ?? RETRY_MS * attempts) : null,
    });
    logger.warn("dictionary.load-failed", { ...said, again });
    if (again) report.waiting++;
    else report.failed++;
    return true;
  }
  await addVersions(services, platform, read, load.requestedBy, report);
  const done = { outcome: read.outcome, reason: null, unread: read.unread, attempts: 0 };
  await store.saveLoad(load, { ...done, dueAt: null, finishedAt: clock.now() });
  report.loaded++;
  return true;
}

async function fetchAnswer(
  { config, clock, fetchPage, store }: LoadServices,
  platform: Platform,
  source: DictionarySource,
): Promise<DictionaryAnswer> {
  const settings = config.platforms[platform];
  const request = source.request(adapterContext(config, platform, clock.now()));
  assertDictionaryOrigin(request.url, settings);
  const fetched = await fetchPage(request, settings.timeout_ms);
  if (!fetched.ok)
    return failedDictionary({ outcome: "network", reason: fetched.reason, retryAfterMs: null });
  const read = source.read(fetched.answer);
  if (read.outcome !== "ok") return read;
  // A kind that the site listed before and leaves out now is a format that changed, not an empty dictionary.
  const lost = await lostKinds(store, platform, source.kinds, read);
  if (lost.length === 0) return read;
  const reason = `nothing of the kind ${lost.join(", ")}, which was there before`;
  return failedDictionary({ outcome: "schema-drift", reason, retryAfterMs: null });
}

async function lostKinds(
  store: DictionaryStore,
  platform: Platform,
  kinds: readonly DictionaryKind[],
  { entries }: DictionaryAnswer,
): Promise<DictionaryKind[]> {
  const missing = kinds.filter((kind) => !entries[kind]);
  if (missing.length === 0) return [];
  const active = await store.active(missing);
  return missing.filter((kind) => findVersion(active, platform, kind));
}

async function addVersions(
  { store, config, clock, logger }: LoadServices,
  platform: Platform,
  { entries }: DictionaryAnswer,
  by: string,
  report: LoadReport,
): Promise<void> {
  const limits = { maxAdded: config.DICTIONARY_MAX_ADDED, maxDrift: config.DICTIONARY_MAX_DRIFT };
  for (const [kind, found] of Object.entries(entries) as [
    DictionaryKind,
    NonNullable<typeof entries.city>,
  ][]) {
    const added = await addVersion(
      store,
      limits,
      { platform, kind, entries: found },
      { by, at: clock.now() },
    );
    if (!added) continue;
    const { version, state, drift } = added;
    const said = { platform, kind, version, drift };
    if (state === "active") {
      report.activated++;
      logger.info("dictionary.activated", said);
    } else {
      report.proposed++;
      logger.warn("dictionary.drift", said);
    }
  }
}
