/**
 * Handles a wake-up for a platform's companies: lanes claim companies and pulls until none is left, the platform requires
 * a pause, or the time budget ends. Lanes of keywords run beside them; the gate limits both together.
 */
import type { CompanyWake } from "../../shared/contracts/queues.ts";
import { cleanCompany } from "../../shared/crawl/clean-company.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import type { CrawlServices } from "../../shared/crawl/crawl-services.ts";
import { lanesFed } from "./consume.ts";
import type { EdgeCrawlServices } from "./edge-services.ts";

/** Keywords come first: companies keep at most this many of the platform's parallel requests. */
const MAX_LANES = 2;

/**
 * @param budgetMs must be far below the 15 minutes a queue consumer may take
 */
export async function consumeCompanies(
  services: EdgeCrawlServices,
  { platform, cause }: CompanyWake,
  budgetMs: number,
): Promise<void> {
  const { clock, config, logger } = services;
  const settings = config.platforms[platform];
  // External nodes do keywords only, and the operator wants no request of the edge there.
  if (settings.runs_on === "nodes") return;
  const deadline = clock.now() + budgetMs;
  const stop = () => (clock.now() >= deadline ? "time budget" : null);
  const ledger = services.companyLedger(platform);
  // To the crawl of a keyword the company ledger is the ledger of its claim.
  const ofPull: CrawlServices = { ...services, ledger: () => ledger };
  let paused = false;
  const lane = async () => {
    while (!paused && clock.now() < deadline) {
      const [claim] = await ledger.claim(`edge:${cause}`, 1);
      if (!claim) return;
      const { company_key, work, run_id, fence, attempt } = claim;
      logger.info("companies.claimed", { cause, platform, company_key, work, run_id, fence, attempt });
      const signal =
        work === "clean"
          ? await cleanCompany(services, ledger, claim)
          : await crawlKeyword(ofPull, 0, claim, stop);
      if (signal === "pause") paused = true;
    }
  };
  const lanes = Math.min(MAX_LANES, lanesFed(settings));
  const results = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const result of results) {
    // The lease of a failed lane's company expires, and the company becomes due again.
    if (result.status === "rejected")
      logger.error("companies.lane-failed", { platform, error: String(result.reason) });
  }
  await ledger.dispatch();
}
