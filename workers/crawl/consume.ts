/**
 * Handles a wake-up of the crawl queue: lanes claim ready keywords of one ledger shard until none is left, the
 * platform requires a pause, or the time budget ends. Keywords left over are dispatched again.
 */
import type { CityPlace } from "../../shared/contracts/dictionary.ts";
import type { Claim, ClaimCaps } from "../../shared/contracts/keyword-ledger.ts";
import type { CrawlWake } from "../../shared/contracts/queues.ts";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import { crawlKeyword } from "../../shared/crawl/crawl-keyword.ts";
import { edgeLanes } from "../../shared/domain/placement.ts";
import type { CityDictionary } from "../../shared/platforms/cities.ts";
import type { EdgeCrawlServices } from "./edge-services.ts";

/**
 * @param budgetMs must be far below the 15 minutes a queue consumer may take
 */
export async function consumeCrawl(
  services: EdgeCrawlServices,
  wake: CrawlWake,
  budgetMs: number,
): Promise<void> {
  const deadline = services.clock.now() + budgetMs;
  const ledger = services.ledger(wake.platform, wake.shard);
  // There are at most as many lanes as the gate allows parallel requests; the runtime delays requests past 6 open
  // connections.
  const settings = services.config.platforms[wake.platform];
  if (settings.runs_on === "nodes") return;
  const stop = () => (services.clock.now() >= deadline ? "time budget" : null);
  let paused = false;
  // D1 is read once for the wake-up, and only when there is a keyword. A read that failed is tried with the next keyword.
  let cities: Promise<CityDictionary> | null = null;
  const placeOf = async ({ platform, city }: Claim): Promise<CityPlace | null | undefined> => {
    try {
      cities ??= services.dictionaries.cities();
      return (await cities).place(platform, city);
    } catch (error) {
      cities = null;
      // The crawl does not depend on D1: the program ships the codes of the large cities.
      services.logger.warn("crawl.dictionary-unknown", { platform, error: String(error) });
      return undefined;
    }
  };

  const share = edgeShare(services, wake);
  const lane = async (number: number) => {
    while (!paused && services.clock.now() < deadline) {
      // Nodes that wait for the platform get their share: they claim the keywords left here, or these are
      // dispatched again.
      const { lanes, caps } = await share();
      if (number >= lanes) return;
      const [claim] = await ledger.claim(`edge:${wake.cause}`, 1, caps);
      if (!claim) return;
      services.logger.info("crawl.claimed", {
        cause: wake.cause,
        run_id: claim.run_id,
        keyword_id: claim.keyword_id,
        platform: claim.platform,
        fence: claim.fence,
        attempt: claim.attempt,
      });
      const placed = { ...claim, place: await placeOf(claim) };
      if ((await crawlKeyword(services, wake.shard, placed, stop)) === "pause") paused = true;
    }
  };
  const results = await Promise.allSettled(
    Array.from({ length: lanesFed(settings) }, (_, number) => lane(number)),
  );
  for (const result of results) {
    // The lease of a failed lane's keyword expires, and the keyword becomes ready again (C3).
    if (result.status === "rejected")
      services.logger.error("crawl.lane-failed", { error: String(result.reason) });
  }
  await ledger.dispatch();
}

/** Fetching and storing a page takes about this long: a lane more would only wait for the gate. */
const PAGE_MS = 3000;

/** Number of lanes that the platform's pace keeps busy, at most its concurrency. */
export const lanesFed = ({ delay_ms: delayMs, concurrency }: PlatformSettings): number =>
  delayMs === 0 ? concurrency : Math.min(concurrency, Math.ceil(PAGE_MS / delayMs));

/**
 * Interval at which the number of lanes that the edge may run is read again, per ledger shard: with many shards it is
 * read less often, so that its cost does not grow with them. Without nodes no shard is asked at all.
 */
const SHARE_MS = 1000;

interface Share {
  /** Lanes that this invocation may run. */
  lanes: number;
  /** Limit for the edge while nodes take part: another invocation may run too, and each has lanes of its own. */
  caps: ClaimCaps | undefined;
}

/** @returns a function that reads the edge's current share of the platform beside external nodes */
function edgeShare(services: EdgeCrawlServices, { platform, shard }: CrawlWake): () => Promise<Share> {
  const { fleet, clock, config, logger } = services;
  const { concurrency } = config.platforms[platform];
  let share: Promise<Share> = Promise.resolve({ lanes: concurrency, caps: undefined });
  let readAt = 0;
  const readShare = async (): Promise<Share> => {
    const { starving, nodes } = await fleet.demand(platform);
    if (starving === 0 && nodes === 0) return { lanes: concurrency, caps: undefined };
    const stats = await Promise.all(
      Array.from({ length: config.LEDGER_SHARDS }, (_, index) => services.ledger(platform, index).stats()),
    );
    const onNodes = stats.reduce((sum, { running_on_nodes: runningOnNodes }) => sum + runningOnNodes, 0);
    const lanes = edgeLanes(concurrency, onNodes, starving);
    if (starving === 0 && onNodes === 0) return { lanes, caps: undefined };
    const elsewhere = stats.reduce(
      (sum, { states, running_on_nodes: runningOnNodes }, index) =>
        sum + (index === shard ? 0 : states.running - runningOnNodes),
      0,
    );
    return { lanes, caps: { edge: lanes - elsewhere } };
  };
  return () => {
    const now = clock.now();
    if (now - readAt < SHARE_MS * config.LEDGER_SHARDS) return share;
    readAt = now;
    const before = share;
    // All lanes await the same read.
    share = readShare().catch((error) => {
      // The crawl continues with the previous share; the gate limits the rate in any case.
      logger.warn("crawl.share-unknown", { platform, error: String(error) });
      return before;
    });
    return share;
  };
}
