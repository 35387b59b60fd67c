/** Queue messages by their kind. A message that no schema knows is logged and dropped: it would never get better. */
import { z } from "zod";
import { CrawlWake, IngestWake, PushWake } from "../shared/contracts/queues.ts";
import { consumeCrawl } from "./crawl/consume.ts";
import { consumePushes } from "./push/consume.ts";
import type { AllServices } from "./services.ts";

const Message = z.discriminatedUnion("kind", [CrawlWake, IngestWake, PushWake]);
/** Well below the 15 minutes a consumer may take; what is left is dispatched anew. */
const CRAWL_BUDGET_MS = 5 * 60_000;
const INGEST_BUDGET_MS = 5 * 60_000;
const PUSH_BUDGET_MS = 5 * 60_000;

export async function consumeQueue(services: AllServices, batch: MessageBatch): Promise<void> {
  const { logger, config } = services.crawl;
  // An object is never made by a message: a shard must be one of ours.
  const Known = Message.refine((wake) => wake.kind !== "crawl" || wake.shard < config.LEDGER_SHARDS, {
    path: ["shard"],
    error: "is not a shard",
  });
  const wakes = batch.messages.flatMap(({ id, body }) => {
    const parsed = Known.safeParse(body);
    if (parsed.success) return [parsed.data];
    logger.error("queue.unknown-message", { queue: batch.queue, id, error: z.prettifyError(parsed.error) });
    return [];
  });
  const crawls = wakes.filter((wake) => wake.kind === "crawl");
  const ingest = wakes.find((wake) => wake.kind === "ingest");
  const targets = new Set(wakes.flatMap((wake) => (wake.kind === "push" ? [wake.target] : [])));
  // Many wake-ups say the same as one.
  const shards = new Map(crawls.map((wake) => [`${wake.platform}:${wake.shard}`, wake]));
  await Promise.all([
    ...[...shards.values()].map((wake) => consumeCrawl(services.crawl, wake, CRAWL_BUDGET_MS)),
    ...[...targets].map((target) => consumePushes(services.push, target, PUSH_BUDGET_MS)),
    ingest && services.ingest.consume(ingest.cause, INGEST_BUDGET_MS),
  ]);
}
