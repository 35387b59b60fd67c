/**
 * One company, from claim to settlement (A9): its own page is fetched as the page of a keyword's run would be, under the
 * same permits, outcomes and failed pages, and its rows go the normal way. A holder that dies between fetch and settlement
 * costs one request at most: the page is known by then, or its rows are stored already and counted as unchanged.
 */
import type { CompanyClaim, CompanyLedgerApi } from "../contracts/company-ledger.ts";
import type { Settlement } from "../contracts/keyword-ledger.ts";
import type { PageEnd } from "../contracts/pending-page.ts";
import type { CrawlServices } from "./crawl-services.ts";
import { fetchOnce } from "./details.ts";
import { holdClaim, internalFailure, type LaneSignal, signalAfter } from "./hold-claim.ts";
import { StaleLease } from "./request-page.ts";

/**
 * @throws whatever the storage or an object failed with, after the company was settled for a retry
 */
export async function cleanCompany(
  services: CrawlServices,
  ledger: CompanyLedgerApi,
  claim: CompanyClaim,
): Promise<LaneSignal> {
  const { keyword_id: id, fence, company_key: key, platform, run_id } = claim;
  const logger = services.logger.child({ run_id, company_key: key, platform });
  const held = holdClaim(services, ledger, claim, logger);
  const found_at = services.clock.now();
  const page = { type: "company", key, hash: "", page: 1, found_at, token: {} } as const;
  let decided: PageEnd | Settlement | null = null;
  try {
    decided = await fetchOnce(held.requester, page, { isForced: claim.forced });
    const settled = await ledger.settleClean(id, fence, decided);
    const end = typeof decided === "string" ? decided : decided.kind;
    if (settled.ok) logger.info("companies.settled", { end, state: settled.value.state });
    else logger.warn("companies.settle-refused", { end, code: settled.code, reason: settled.message });
    return typeof decided === "string" ? "next" : signalAfter(decided);
  } catch (error) {
    if (error instanceof StaleLease) {
      logger.warn("companies.stale-lease", { fence });
      return "next";
    }
    // A settlement already decided stands: a risk answer must not become an internal error, which would be retried.
    await ledger.settleClean(id, fence, decided ?? internalFailure(error)).catch(() => {});
    throw error;
  } finally {
    await held.end();
  }
}
