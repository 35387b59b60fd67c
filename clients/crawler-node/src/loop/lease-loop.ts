/** Leases keywords from the API while there are free slots, and crawls each in a lane of its own. */
import type { LeaseAnswer } from "../../../../shared/contracts/node-api.ts";
import { crawlKeyword } from "../../../../shared/crawl/crawl-keyword.ts";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { ApiUnavailable } from "../api/api-client.ts";
import { retryDelayMs } from "../api/retry.ts";
import { Lease } from "../crawl/lease.ts";
import { type NodeParts, nodeServices } from "../crawl/node-services.ts";
import type { NodeState } from "./node-state.ts";

/** A wait up to this keeps the keyword; a longer one gives it back. Milliseconds. */
const INLINE_WAIT_MS = 30_000;
const MIN_LEASE_WAIT_MS = 50;
/** Wait after a rejected call, which a repeat does not help. */
const REJECTED_WAIT_MS = 15_000;
/** Wait for a free slot, a command or room on the disk, unless `wake` ends it. */
const IDLE_MS = 1000;
const MAX_FREE = 64;

export type LeaseLoopDependencies = Omit<NodeParts, "totals" | "obstacle"> & Pick<CrawlConfig, "signKeys">;

export class LeaseLoop {
  readonly #dependencies: LeaseLoopDependencies;
  readonly #state: NodeState;
  #wake = Promise.withResolvers<void>();
  #isFullLogged = false;
  #lastReason: string | null = null;

  constructor(dependencies: LeaseLoopDependencies, state: NodeState) {
    this.#dependencies = dependencies;
    this.#state = state;
  }

  /** Ends the wait under way: something has changed. */
  wake(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  async run(stop: AbortSignal): Promise<void> {
    const { logger } = this.#dependencies;
    for (let attempt = 1; !stop.aborted; ) {
      const free = this.#state.slots - this.#state.leases.size;
      if (this.#state.activity !== "running" || free <= 0 || this.#isFull()) {
        await this.#idle(IDLE_MS);
        continue;
      }
      try {
        const waitMs = await this.#leaseOnce(Math.min(free, MAX_FREE));
        attempt = 1;
        await this.#idle(Math.max(MIN_LEASE_WAIT_MS, waitMs));
      } catch (error) {
        logger.warn("node.lease-failed", { error: messageWithCause(error) });
        const isUnavailable = error instanceof ApiUnavailable;
        await this.#idle(isUnavailable ? retryDelayMs(attempt++, error.retryAfterMs) : REJECTED_WAIT_MS);
      }
    }
  }

  async #idle(ms: number): Promise<void> {
    await Promise.race([this.#dependencies.clock.sleep(ms), this.#wake.promise]);
  }

  #isFull(): boolean {
    const { outbox, logger } = this.#dependencies;
    const isFull = outbox.isFull();
    if (isFull && !this.#isFullLogged)
      logger.error("outbox.full", {
        ...outbox.waiting(),
        reason: "nothing is fetched until the API takes what waits",
      });
    this.#isFullLogged = isFull;
    return isFull;
  }

  /** @returns milliseconds that the API wants between this call and the next */
  async #leaseOnce(free: number): Promise<number> {
    const { api, logger } = this.#dependencies;
    const { session, platforms, labels, leases } = this.#state;
    const askedAt = Date.now();
    const answer = await api.lease({ sent_at: askedAt, session, platforms, labels, free });
    for (const wire of answer.claims) {
      const lease = new Lease(wire, answer.lease_ms, askedAt);
      const work = this.#crawl(lease, answer).finally(() => {
        leases.delete(lease);
        this.wake();
      });
      leases.set(lease, work);
    }
    if (answer.reason !== this.#lastReason && answer.claims.length === 0)
      logger.info("node.idle", { reason: answer.reason, wait_ms: answer.wait_ms });
    this.#lastReason = answer.claims.length > 0 ? null : answer.reason;
    return answer.wait_ms;
  }

  /** Why nothing may be fetched now; null when it may. */
  #obstacle(): string | null {
    if (this.#state.activity === "stopping") return "the node stops";
    if (this.#state.activity === "paused") return "the node is paused";
    return this.#isFull() ? "the node's disk spool is full" : null;
  }

  async #crawl(lease: Lease, { settings, commit_ms, lease_ms }: LeaseAnswer): Promise<void> {
    const { signKeys, ...parts } = this.#dependencies;
    const { logger } = parts;
    const { claim } = lease;
    const about = { run_id: claim.run_id, keyword_id: claim.keyword_id, platform: claim.platform };
    logger.info("crawl.claimed", { ...about, keyword: claim.keyword, city: claim.city, fence: claim.fence });
    const config = {
      // Only the settings of the claim's own platform are read.
      platforms: settings as CrawlConfig["platforms"],
      COMMIT_MS: commit_ms,
      LEASE_MS: lease_ms,
      INLINE_WAIT_MS,
      signKeys,
    };
    const stop = () => {
      const reason = this.#obstacle();
      if (reason !== null) lease.giveBackReason = reason;
      return reason ?? (lease.lost === null ? null : "the lease is lost");
    };
    try {
      const services = nodeServices(
        { ...parts, totals: this.#state.totals, obstacle: () => this.#obstacle() },
        lease,
        config,
      );
      await crawlKeyword(services, 0, claim, stop);
    } catch (error) {
      logger.error("crawl.failed", { ...about, error: messageWithCause(error) });
    }
  }
}
