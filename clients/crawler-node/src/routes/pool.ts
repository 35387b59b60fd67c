/** Proxies and tokens lent by the API, one of each kind and platform at a time; it hears what they came to. */
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { LeasedProxy, LeasedToken, ResourceKind } from "../../../../shared/contracts/resources.ts";
import type { CrawlLogger } from "../../../../shared/crawl/crawl-services.ts";
import { classOf } from "../../../../shared/domain/retry-policy.ts";
import { ApiAway, ApiRefusal } from "../api/api-client.ts";
import type { NodeApi } from "../api/node-api.ts";
import { repeat } from "../api/patience.ts";
import type { Clock } from "../clock.ts";
import { messageOf } from "../message-of.ts";
import type { Taken, UseReport } from "./route.ts";

type Resource = LeasedProxy | LeasedToken;
type PoolApi = Pick<NodeApi, "leaseResource" | "renewResources" | "reportResources" | "releaseResources">;

export interface Pool {
  take(kind: "proxy", platform: Platform): Promise<Taken<LeasedProxy>>;
  take(kind: "token", platform: Platform): Promise<Taken<LeasedToken>>;
  report(id: string, use: UseReport): Promise<void>;
  /** Renews what is held and tells what was used; call it every RENEW_MS. */
  upkeep(): Promise<void>;
  /** Gives all back. */
  close(): Promise<void>;
}

const TTL_MS = 120_000;
export const RENEW_MS = TTL_MS / 3;
/** An API without a pool, or with an empty one, is asked again after this time. */
const ASK_AGAIN_MS = 60_000;
const AWAY_MS = 2000;
const LEASE_TRIES = 3;
/** Good uses are told together. */
const REPORT_REQUESTS = 20;

interface Held {
  resource: Resource;
  /** By our own clock. */
  until: number;
  uses: Map<Outcome, { requests: number; error?: string }>;
}
type Slot = { held: Held } | { state: "none" | "busy"; until: number; reason: string };

export function createPool(api: PoolApi, clock: Clock, logger: CrawlLogger): Pool {
  const { now } = clock;
  const slots = new Map<string, Slot>();
  const asking = new Map<string, Promise<Slot>>();
  const told = ({ resource }: Held) => ({ id: resource.id, kind: resource.kind, fence: resource.fence });
  const heldOnes = () => [...slots.values()].flatMap((slot) => ("held" in slot ? [slot.held] : []));

  function forget(held: Held): void {
    for (const [key, slot] of slots) if ("held" in slot && slot.held === held) slots.delete(key);
  }

  async function ask(kind: ResourceKind, platform: Platform): Promise<Slot> {
    const askedAt = now();
    try {
      const request = { kind, platform, ttl_ms: TTL_MS };
      let tries = 0;
      const answer = await repeat(
        clock,
        () => api.leaseResource(request),
        () => ++tries < LEASE_TRIES,
      );
      const { resource, wait_ms, reason } = answer;
      if (resource) return { held: { resource, until: askedAt + TTL_MS, uses: new Map() } };
      if (reason === "none") return { state: "none", until: askedAt + ASK_AGAIN_MS, reason };
      return { state: "busy", until: askedAt + Math.max(1000, wait_ms), reason: `${kind}: ${reason}` };
    } catch (error) {
      // An API that knows no pool lends nothing; a key that may not borrow is a person's decision.
      if (error instanceof ApiRefusal) {
        logger.warn("pool.refused", { kind, platform, error: error.message });
        return { state: "none", until: askedAt + ASK_AGAIN_MS, reason: error.message };
      }
      if (!(error instanceof ApiAway)) throw error;
      return { state: "busy", until: askedAt + AWAY_MS, reason: messageOf(error) };
    }
  }

  async function slotOf(kind: ResourceKind, platform: Platform): Promise<Slot> {
    const key = `${kind}/${platform}`;
    const known = slots.get(key);
    if (known && ("held" in known ? known.held.until : known.until) > now()) return known;
    const under = asking.get(key) ?? ask(kind, platform).finally(() => asking.delete(key));
    asking.set(key, under);
    const slot = await under;
    slots.set(key, slot);
    return slot;
  }

  async function tell(held: Held): Promise<void> {
    const uses = [...held.uses];
    if (uses.length === 0) return;
    held.uses = new Map();
    const items = uses.map(([outcome, { requests, error }]) => ({ ...told(held), outcome, requests, error }));
    try {
      const answer = await api.reportResources({ items });
      const ended = answer.items.find(({ state }) => state !== "ok");
      const last = answer.items.at(-1);
      if (!ended && last?.budget_left !== 0) return;
      forget(held);
      logger.info("pool.ended", { ...told(held), reason: ended?.reason ?? "daily budget used" });
      if (!ended) await api.releaseResources({ items: [told(held)] });
    } catch (error) {
      // Told with the next one: what was used is not forgotten.
      if (error instanceof ApiAway)
        for (const [outcome, use] of uses) add(held, outcome, use.requests, use.error);
      else forget(held);
      logger.warn("pool.not-told", { ...told(held), error: messageOf(error) });
    }
  }

  function add({ uses }: Held, outcome: Outcome, requests: number, error?: string): void {
    const known = uses.get(outcome) ?? { requests: 0 };
    uses.set(outcome, { requests: known.requests + requests, error: error ?? known.error });
  }

  async function take(kind: ResourceKind, platform: Platform): Promise<Taken<Resource>> {
    const slot = await slotOf(kind, platform);
    if ("held" in slot) return { state: "held", value: slot.held.resource };
    if (slot.state === "none") return { state: "none" };
    return { state: "busy", waitMs: Math.max(1, slot.until - now()), reason: slot.reason };
  }

  return {
    take: take as Pool["take"],
    async report(id, { outcome, error }) {
      const held = heldOnes().find(({ resource }) => resource.id === id);
      if (!held) return;
      add(held, outcome, 1, error?.slice(0, 500));
      const count = [...held.uses.values()].reduce((sum, { requests }) => sum + requests, 0);
      if (classOf(outcome) !== "good" || count >= REPORT_REQUESTS) await tell(held);
    },
    async upkeep() {
      for (const held of heldOnes()) await tell(held);
      const left = heldOnes();
      if (left.length === 0) return;
      const askedAt = now();
      try {
        const { items } = await api.renewResources({ items: left.map(told), ttl_ms: TTL_MS });
        for (const [at, held] of left.entries()) {
          if (items[at]?.state === "ok") held.until = askedAt + TTL_MS;
          else forget(held);
        }
      } catch (error) {
        logger.warn("pool.not-renewed", { error: messageOf(error) });
      }
    },
    async close() {
      for (const held of heldOnes()) await tell(held);
      const left = heldOnes();
      if (left.length > 0) await api.releaseResources({ items: left.map(told) });
      slots.clear();
    },
  };
}
