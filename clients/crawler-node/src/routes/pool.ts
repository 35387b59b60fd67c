/** Proxies and tokens leased from the API, one of each kind and platform at a time; their outcomes are reported. */

import type { SleepingClock } from "../../../../shared/clock.ts";
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { LeasedProxy, LeasedToken, ResourceKind } from "../../../../shared/contracts/resources.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { classOf } from "../../../../shared/domain/retry-policy.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { ApiRejected, ApiUnavailable } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { retryUntil } from "../api/retry.ts";
import type { Acquired, UseReport } from "./route.ts";

type Resource = LeasedProxy | LeasedToken;
type PoolApi = Pick<NodeApi, "leaseResource" | "renewResources" | "reportResources" | "releaseResources">;

export interface Pool {
  take(kind: "proxy", platform: Platform): Promise<Acquired<LeasedProxy>>;
  take(kind: "token", platform: Platform): Promise<Acquired<LeasedToken>>;
  report(id: string, use: UseReport): Promise<void>;
  /** Reports the uses and renews the leases; call it every RENEW_MS. */
  upkeep(): Promise<void>;
  /** Reports the uses and releases all leases. */
  close(): Promise<void>;
}

const TTL_MS = 120_000;
export const RENEW_MS = TTL_MS / 3;
/** Time until an API without resources for a platform is asked again. */
const ASK_AGAIN_MS = 60_000;
const UNAVAILABLE_MS = 2000;
const LEASE_TRIES = 3;
/** Successful uses are reported in groups of this size. */
const REPORT_REQUESTS = 20;

interface Held {
  resource: Resource;
  /** End of the lease by our own clock, Unix ms. */
  until: number;
  /** Uses that are not reported yet. */
  uses: Map<Outcome, { requests: number; error?: string }>;
}
type Slot = { held: Held } | { state: "none" | "busy"; until: number; reason: string };

export function createPool(api: PoolApi, clock: SleepingClock, logger: CrawlLogger): Pool {
  const { now } = clock;
  const slots = new Map<string, Slot>();
  const asking = new Map<string, Promise<Slot>>();
  const identify = ({ resource }: Held) => ({ id: resource.id, kind: resource.kind, fence: resource.fence });
  const allHeld = () => [...slots.values()].flatMap((slot) => ("held" in slot ? [slot.held] : []));

  function forget(held: Held): void {
    for (const [key, slot] of slots) if ("held" in slot && slot.held === held) slots.delete(key);
  }

  async function ask(kind: ResourceKind, platform: Platform): Promise<Slot> {
    const askedAt = now();
    try {
      const request = { kind, platform, ttl_ms: TTL_MS };
      let tries = 0;
      const answer = await retryUntil(
        clock,
        () => api.leaseResource(request),
        () => ++tries < LEASE_TRIES,
      );
      const { resource, wait_ms, reason } = answer;
      if (resource) return { held: { resource, until: askedAt + TTL_MS, uses: new Map() } };
      if (reason === "none") return { state: "none", until: askedAt + ASK_AGAIN_MS, reason };
      return { state: "busy", until: askedAt + Math.max(1000, wait_ms), reason: `${kind}: ${reason}` };
    } catch (error) {
      // An API without a pool has nothing to lease; a key without the right to lease is somebody's decision.
      if (error instanceof ApiRejected) {
        logger.warn("pool.lease-rejected", { kind, platform, error: error.message });
        return { state: "none", until: askedAt + ASK_AGAIN_MS, reason: error.message };
      }
      if (!(error instanceof ApiUnavailable)) throw error;
      return { state: "busy", until: askedAt + UNAVAILABLE_MS, reason: messageWithCause(error) };
    }
  }

  async function slotOf(kind: ResourceKind, platform: Platform): Promise<Slot> {
    const key = `${kind}/${platform}`;
    const known = slots.get(key);
    if (known && ("held" in known ? known.held.until : known.until) > now()) return known;
    const pending = asking.get(key) ?? ask(kind, platform).finally(() => asking.delete(key));
    asking.set(key, pending);
    const slot = await pending;
    slots.set(key, slot);
    return slot;
  }

  async function sendReport(held: Held): Promise<void> {
    const uses = [...held.uses];
    if (uses.length === 0) return;
    held.uses = new Map();
    const items = uses.map(([outcome, { requests, error }]) => ({
      ...identify(held),
      outcome,
      requests,
      error,
    }));
    try {
      const answer = await api.reportResources({ items });
      const ended = answer.items.find(({ state }) => state !== "ok");
      const last = answer.items.at(-1);
      if (!ended && last?.budget_left !== 0) return;
      forget(held);
      logger.info("pool.lease-ended", { ...identify(held), reason: ended?.reason ?? "daily budget used" });
      if (!ended) await api.releaseResources({ items: [identify(held)] });
    } catch (error) {
      // The next report includes these uses.
      if (error instanceof ApiUnavailable)
        for (const [outcome, use] of uses) add(held, outcome, use.requests, use.error);
      else forget(held);
      logger.warn("pool.report-failed", { ...identify(held), error: messageWithCause(error) });
    }
  }

  function add({ uses }: Held, outcome: Outcome, requests: number, error?: string): void {
    const known = uses.get(outcome) ?? { requests: 0 };
    uses.set(outcome, { requests: known.requests + requests, error: error ?? known.error });
  }

  async function take(kind: ResourceKind, platform: Platform): Promise<Acquired<Resource>> {
    const slot = await slotOf(kind, platform);
    if ("held" in slot) return { state: "held", value: slot.held.resource };
    if (slot.state === "none") return { state: "none" };
    return { state: "busy", waitMs: Math.max(1, slot.until - now()), reason: slot.reason };
  }

  return {
    take: take as Pool["take"],
    async report(id, { outcome, error }) {
      const held = allHeld().find(({ resource }) => resource.id === id);
      if (!held) return;
      add(held, outcome, 1, error?.slice(0, 500));
      const count = [...held.uses.values()].reduce((sum, { requests }) => sum + requests, 0);
      if (classOf(outcome) !== "good" || count >= REPORT_REQUESTS) await sendReport(held);
    },
    async upkeep() {
      for (const held of allHeld()) await sendReport(held);
      const left = allHeld();
      if (left.length === 0) return;
      const askedAt = now();
      try {
        const { items } = await api.renewResources({ items: left.map(identify), ttl_ms: TTL_MS });
        for (const [at, held] of left.entries()) {
          if (items[at]?.state === "ok") held.until = askedAt + TTL_MS;
          else forget(held);
        }
      } catch (error) {
        logger.warn("pool.renew-failed", { error: messageWithCause(error) });
      }
    },
    async close() {
      for (const held of allHeld()) await sendReport(held);
      const left = allHeld();
      if (left.length > 0) await api.releaseResources({ items: left.map(identify) });
      slots.clear();
    },
  };
}
