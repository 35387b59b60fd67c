/**
 * A wake-up of the crawl queue: lanes take ready keywords of one ledger shard until none is left, the
 * platform wants a pause, or the time budget ends. What is left then is dispatched anew.
 */
import type { CrawlWake } from "../../shared/contracts/queues.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import type { EdgeCrawlServices } from "./edge-services.ts";

/**
 * @param budgetMs far below the 15 minutes a queue consumer may take
 */
export async function consumeCrawl(
  services: EdgeCrawlServices,
  wake: CrawlWake,
  budgetMs: number,
): Promise<void> {
  const deadline = services.clock.now() + budgetMs;
  const ledger = services.ledger(wake.platform, wake.shard);
  // As many lanes as the gate lets requests through; an invocation waits by itself past 6 open connections.
  const lanes = services.config.platforms[wake.platform].concurrency;
  const stop = () => (services.clock.now() >= deadline ? "time budget" : null);
  let paused = false;

  const lane = async () => {
    while (!paused && services.clock.now() < deadline) {
      const [claim] = await ledger.claim(`edge:${wake.cause}`, 1);
      if (!claim) return;
      services.logger.info("crawl.claimed", {
        cause: wake.cause,
        run_id: claim.runId,
        keyword_id: claim.keywordId,
        platform: claim.platform,
        fence: claim.fence,
        attempt: claim.attempt,
      });
      if ((await crawlKeyword(services, wake.shard, claim, stop)) === "pause") paused = true;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const result of results) {
    // The lease of what a broken lane held runs out and brings the keyword back (C3).
    if (result.status === "rejected")
      services.logger.error("crawl.lane-failed", { error: String(result.reason) });
  }
  await ledger.dispatch();
}
