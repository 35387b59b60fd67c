/**
 * A wake-up of the crawl queue: lanes take ready keywords of one ledger shard until none is left, the
 * platform wants a pause, or the time budget ends. What is left then is dispatched anew.
 */
import type { KeywordLedgerApi } from "../../shared/contracts/ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { CrawlWake } from "../../shared/contracts/queues.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import { edgeLanes } from "../../shared/domain/placement.ts";
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
  const { concurrency, runs_on } = services.config.platforms[wake.platform];
  if (runs_on === "nodes") return;
  const lanes = concurrency;
  const stop = () => (services.clock.now() >= deadline ? "time budget" : null);
  let paused = false;

  const share = edgeShare(services, ledger, wake.platform);
  const lane = async (number: number) => {
    while (!paused && services.clock.now() < deadline) {
      // Nodes that wait for the platform get their part: what is left here is claimed by them, or dispatched anew.
      if (number >= (await share())) return;
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
  const results = await Promise.allSettled(Array.from({ length: lanes }, (_, number) => lane(number)));
  for (const result of results) {
    // The lease of what a broken lane held runs out and brings the keyword back (C3).
    if (result.status === "rejected")
      services.logger.error("crawl.lane-failed", { error: String(result.reason) });
  }
  await ledger.dispatch();
}

/** Between two looks at how many lanes the edge may run. */
const SHARE_MS = 1000;

/** How many lanes the edge may run now, beside external nodes. */
function edgeShare(
  { fleet, clock, config, logger }: EdgeCrawlServices,
  ledger: Pick<KeywordLedgerApi, "stats">,
  platform: Platform,
): () => Promise<number> {
  const { concurrency } = config.platforms[platform];
  let lanes = concurrency;
  let lookedAt = 0;
  return async () => {
    const now = clock.now();
    if (now - lookedAt < SHARE_MS) return lanes;
    lookedAt = now;
    try {
      const [hungry, { runningOnNodes }] = await Promise.all([fleet.hungry(platform), ledger.stats()]);
      lanes = edgeLanes(concurrency, runningOnNodes, hungry);
    } catch (error) {
      // The crawl goes on as before; the gate keeps the pace whatever happens here.
      logger.warn("crawl.share-unknown", { platform, error: String(error) });
    }
    return lanes;
  };
}
