/** What a lane does round all work on a claim: it renews the lease, holds permits, and says how the work ended. */
import type { Claim, Settlement } from "../contracts/keyword-ledger.ts";
import type { CrawlLedger, CrawlLogger, CrawlServices } from "./crawl-services.ts";
import { openPermits } from "./permits.ts";
import { type PageRequester, StaleLease } from "./request-page.ts";

/** Whether the lane takes the next work or stops because the platform needs a pause. */
export type LaneSignal = "next" | "pause";

/** @returns what requests are made with, and `end`, which stops the renewal and returns the permits; it never fails */
export function holdClaim(
  services: CrawlServices,
  ledger: CrawlLedger,
  claim: Claim,
  logger: CrawlLogger,
): { requester: PageRequester; end(): Promise<void> } {
  const { config, clock } = services;
  const { platform, keyword_id: id, fence } = claim;
  // Reading the lease writes no row, unlike renewing it.
  const stillHeld = async () => {
    const held = await ledger.holding?.(id, fence);
    if (held && !held.ok) throw new StaleLease(held.message);
  };
  const settings = config.platforms[platform];
  const permits = openPermits(services.gate(platform), settings, config.INLINE_WAIT_MS, clock, stillHeld);
  const renewal = setInterval(() => void ledger.renew(id, fence).catch(() => {}), config.LEASE_MS / 2);
  return {
    requester: { services, ledger, claim, permits, stillHeld, logger },
    async end() {
      clearInterval(renewal);
      await permits
        .close()
        .catch((error) => logger.warn("crawl.permit-not-returned", { error: String(error) }));
    },
  };
}

/** An internal error (storage, an object): the work is due again at once instead of when its lease expires. */
export const internalFailure = (error: unknown): Settlement => ({
  kind: "retry",
  outcome: "server",
  error: `internal: ${String(error)}`,
});

export const signalAfter = (settlement: Settlement): LaneSignal =>
  settlement.kind === "yield" || (settlement.kind === "park" && settlement.state === "blocked")
    ? "pause"
    : "next";
