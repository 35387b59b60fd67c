/** Proxies of the node's own list: the one unused for longest is next; one that does badly rests a while. */
import { backoffMs } from "../../../../shared/backoff.ts";
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { MINUTE_MS } from "../../../../shared/time.ts";
import { nameOf, type ProxyAddress, readProxy } from "./proxy-address.ts";
import type { HeldProxy, Taken, UseReport } from "./route.ts";

export interface FileProxies {
  take(platform: Platform, usable: (address: ProxyAddress) => boolean): Taken<HeldProxy>;
  report(id: string, use: UseReport): void;
  readonly size: number;
}

export interface BadLine {
  /** From 1. */
  line: number;
  reason: string;
}

/** One URL a line; empty lines and those that begin with # are left out. Doubles count once. */
export function readProxyList(text: string): { proxies: ProxyAddress[]; problems: BadLine[] } {
  const proxies = new Map<string, ProxyAddress>();
  const problems: BadLine[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const read = readProxy(line);
    if (read.ok) proxies.set(JSON.stringify(read.proxy), read.proxy);
    else problems.push({ line: index + 1, reason: read.reason });
  }
  return { proxies: [...proxies.values()], problems };
}

/** Of the first rest after such outcomes; each further one in a row doubles it, up to a day. */
const REST_MS: Partial<Record<Outcome, number>> = {
  blocked: 30 * MINUTE_MS,
  "login-needed": 30 * MINUTE_MS,
  throttled: MINUTE_MS,
  network: MINUTE_MS,
};
const LONGEST_REST_MS = 24 * 60 * MINUTE_MS;
/** Single failures of the network are no proof against a proxy. */
const NETWORK_FAILURES = 3;

interface Health {
  failures: number;
  rests: number;
  restsUntil: number;
}

export function fileProxies(
  list: readonly ProxyAddress[],
  now: () => number,
  logger: CrawlLogger,
): FileProxies {
  const entries = list.map((address, index) => ({
    id: `file-${index + 1}`,
    address,
    usedAt: index - list.length,
  }));
  const health = new Map<string, Health>();
  let uses = 0;
  const healthOf = (id: string, platform: Platform): Health => {
    const key = `${id}/${platform}`;
    const known = health.get(key) ?? { failures: 0, rests: 0, restsUntil: 0 };
    health.set(key, known);
    return known;
  };

  return {
    size: list.length,
    take(platform, usable) {
      if (entries.length === 0) return { state: "none" };
      const fit = entries.filter(({ address }) => usable(address));
      if (fit.length === 0)
        return { state: "busy", waitMs: MINUTE_MS, reason: "no proxy of the list can be used by a browser" };
      const free = fit.filter(({ id }) => healthOf(id, platform).restsUntil <= now());
      const next = free.sort((a, b) => a.usedAt - b.usedAt)[0];
      if (!next) {
        const soonest = Math.min(...fit.map(({ id }) => healthOf(id, platform).restsUntil));
        return { state: "busy", waitMs: soonest - now(), reason: "all proxies of the list rest" };
      }
      next.usedAt = ++uses;
      return { state: "held", value: { id: next.id, address: next.address } };
    },
    report(id, { platform, outcome }) {
      const entry = entries.find((other) => other.id === id);
      if (!entry) return;
      const known = healthOf(id, platform);
      const restMs = REST_MS[outcome];
      if (restMs === undefined) {
        if (outcome !== "server") Object.assign(known, { failures: 0, rests: 0 });
        return;
      }
      known.failures++;
      if (outcome === "network" && known.failures < NETWORK_FAILURES) return;
      const ms = backoffMs(known.rests, { baseMs: restMs, maxMs: LONGEST_REST_MS });
      Object.assign(known, { failures: 0, rests: known.rests + 1, restsUntil: now() + ms });
      logger.warn("proxy.rests", {
        proxy: id,
        address: nameOf(entry.address),
        platform,
        outcome,
        rest_ms: ms,
      });
    },
  };
}
