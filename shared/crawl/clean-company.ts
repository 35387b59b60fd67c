/**
 * One company, from claim to settlement (A9): its own page is fetched as the page of a keyword's run would be, under the
 * same permits, outcomes and failed pages, and its rows go the normal way. A holder that dies between fetch and settlement
 * costs one request at most: the page is known by then, or its rows are stored already and counted as unchanged.
 */
import type { CompanyClaim, CompanyLedgerApi } from "../contracts/company-ledger.ts";
import type { Settlement } from "../contracts/keyword-ledger.ts";
import type { PageEnd } from "../contracts/pending-page.ts";
import type { LaneSignal } from "./crawl-keyword.ts";
import type { CrawlServices } from "./crawl-services.ts";
import { fetchOnce } from "./details.ts";
import { openPermits } from "./permits.ts";
import { StaleLease } from "./request-page.ts";

/**
 * @throws whatever the storage or an object failed with, after the company was settled for a retry
 */
export async function cleanCompany(
  services: CrawlServices,
  ledger: CompanyLedgerApi,
  claim: CompanyClaim,
): Promise<LaneSignal> {
  const { config, clock } = services;
  const { keyword_id: id, fence, company_key: key, platform, run_id } = claim;
  const logger = services.logger.child({ run_id, company_key: key, platform });
  const stillHeld = async () => {
    const held = await ledger.holding(id, fence);
    if (!held.ok) throw new StaleLease(held.message);
  };
  const settings = config.platforms[platform];
  const permits = openPermits(services.gate(platform), settings, config.INLINE_WAIT_MS, clock, stillHeld);
  const requester = { services, ledger, claim, permits, stillHeld, logger };
  const page = { type: "company", key, hash: "", page: 1, found_at: clock.now(), token: {} } as const;
  const renewal = setInterval(() => void ledger.renew(id, fence).catch(() => {}), config.LEASE_MS / 2);
  let decided: PageEnd | Settlement | null = null;
  try {
    decided = await fetchOnce(requester, page, { isForced: claim.forced });
    const settled = await ledger.settleClean(id, fence, decided);
    const end = typeof decided === "string" ? decided : decided.kind;
    if (settled.ok) logger.info("companies.settled", { end, state: settled.value.state });
    else logger.warn("companies.settle-refused", { end, code: settled.code, reason: settled.message });
    if (typeof decided === "string") return "next";
    return decided.kind === "yield" || (decided.kind === "park" && decided.state === "blocked")
      ? "pause"
      : "next";
  } catch (error) {
    if (error instanceof StaleLease) {
      logger.warn("companies.stale-lease", { fence });
      return "next";
    }
    // A settlement already decided stands: a risk answer must not become an internal error, which would be retried.
    const failure: Settlement = { kind: "retry", outcome: "server", error: `internal: ${String(error)}` };
    await ledger.settleClean(id, fence, decided ?? failure).catch(() => {});
    throw error;
  } finally {
    clearInterval(renewal);
    await permits
      .close()
      .catch((error) => logger.warn("crawl.permit-not-returned", { error: String(error) }));
  }
}
