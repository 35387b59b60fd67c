/** Proxies of the node's own list: the least recently used is next; one that fails is quarantined for a while. */
import { backoffMs } from "../../../../shared/backoff.ts";
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { type ProxyUrl, parseProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { MINUTE_MS } from "../../../../shared/time.ts";
import { proxyOrigin } from "./proxy-origin.ts";
import type { Acquired, HeldProxy, UseReport } from "./route.ts";

export interface FileProxies {
  take(platform: Platform, usable: (address: ProxyUrl) => boolean): Acquired<HeldProxy>;
  report(id: string, use: UseReport): void;
  readonly size: number;
}

export interface BadLine {
  /** Number of the line, from 1. */
  line: number;
  reason: string;
}

/** Reads one URL a line. Empty lines and lines that begin with # are ignored; a duplicate counts once. */
export function readProxyList(text: string): { proxies: ProxyUrl[]; problems: BadLine[] } {
  const proxies = new Map<string, ProxyUrl>();
  const problems: BadLine[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const read = parseProxyUrl(line);
    if (read.ok) proxies.set(JSON.stringify(read.value), read.value);
    else problems.push({ line: index + 1, reason: read.reason });
  }
  return { proxies: [...proxies.values()], problems };
}

/** First quarantine after these outcomes; each further one in a row doubles it, up to a day. */
const QUARANTINE_MS: Partial<Record<Outcome, number>> = {
  blocked: 30 * MINUTE_MS,
  "login-needed": 30 * MINUTE_MS,
  throttled: MINUTE_MS,
  network: MINUTE_MS,
};
const MAX_QUARANTINE_MS = 24 * 60 * MINUTE_MS;
/** Network failures in a row that quarantine a proxy: a single one can have other causes. */
const NETWORK_FAILURES = 3;

interface Health {
  failures: number;
  /** Quarantines in a row. */
  quarantines: number;
  /** Unix ms. */
  quarantinedUntil: number;
}

export function fileProxies(list: readonly ProxyUrl[], now: () => number, logger: CrawlLogger): FileProxies {
  const entries = list.map((address, index) => ({
    id: `file-${index + 1}`,
    address,
    usedAt: index - list.length,
  }));
  const health = new Map<string, Health>();
  let uses = 0;
  const healthOf = (id: string, platform: Platform): Health => {
    const key = `${id}/${platform}`;
    const known = health.get(key) ?? { failures: 0, quarantines: 0, quarantinedUntil: 0 };
    health.set(key, known);
    return known;
  };

  return {
    size: list.length,
    take(platform, usable) {
      if (entries.length === 0) return { state: "none" };
      const usableEntries = entries.filter(({ address }) => usable(address));
      if (usableEntries.length === 0)
        return { state: "busy", waitMs: MINUTE_MS, reason: "no proxy of the list can be used by a browser" };
      const free = usableEntries.filter(({ id }) => healthOf(id, platform).quarantinedUntil <= now());
      const next = free.sort((a, b) => a.usedAt - b.usedAt)[0];
      if (!next) {
        const soonest = Math.min(...usableEntries.map(({ id }) => healthOf(id, platform).quarantinedUntil));
        return { state: "busy", waitMs: soonest - now(), reason: "all proxies of the list are quarantined" };
      }
      next.usedAt = ++uses;
      return { state: "held", value: { id: next.id, address: next.address } };
    },
    report(id, { platform, outcome }) {
      const entry = entries.find((other) => other.id === id);
      if (!entry) return;
      const known = healthOf(id, platform);
      const firstMs = QUARANTINE_MS[outcome];
      if (firstMs === undefined) {
        if (outcome !== "server") Object.assign(known, { failures: 0, quarantines: 0 });
        return;
      }
      known.failures++;
      if (outcome === "network" && known.failures < NETWORK_FAILURES) return;
      const ms = backoffMs(known.quarantines, { baseMs: firstMs, maxMs: MAX_QUARANTINE_MS });
      Object.assign(known, { failures: 0, quarantines: known.quarantines + 1, quarantinedUntil: now() + ms });
      logger.warn("proxy.quarantined", {
        proxy: id,
        address: proxyOrigin(entry.address),
        platform,
        outcome,
        quarantine_ms: ms,
      });
    },
  };
}
