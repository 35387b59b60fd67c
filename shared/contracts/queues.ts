/**
 * Queue messages. A message is only a wake-up: the ledgers own the truth, so a lost, doubled or reordered
 * message costs time and nothing else. New fields are optional and say why.
 */
import { z } from "zod";
import { Platform } from "./platform.ts";

/** Wakes crawl lanes of one ledger shard. */
export const CrawlWake = z.object({
  kind: z.literal("crawl"),
  platform: Platform,
  shard: z.number().int().min(0),
  /** Request or run id the wake-up comes from, for the logs. */
  cause: z.string(),
});
export type CrawlWake = z.infer<typeof CrawlWake>;

/** Wakes the ingest consumer. */
export const IngestWake = z.object({ kind: z.literal("ingest"), cause: z.string() });
export type IngestWake = z.infer<typeof IngestWake>;

/** Wakes the push consumer for one target. */
export const PushWake = z.object({ kind: z.literal("push"), target: z.string(), cause: z.string() });
export type PushWake = z.infer<typeof PushWake>;
