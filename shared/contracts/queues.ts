/**
 * Queues and their messages. A message is only a wake-up: the ledgers own the truth, so a lost, doubled or
 * reordered message costs time and nothing else. New fields are optional and say why.
 */
import { z } from "zod";
import { Platform } from "./platform.ts";
import { PLATFORMS } from "./vocabulary.ts";

/** Wakes crawl lanes of one ledger shard. */
export const CrawlWake = z.object({
  kind: z.literal("crawl"),
  platform: Platform,
  shard: z.number().int().min(0),
  /** Request or run id the wake-up comes from, for the logs. */
  cause: z.string(),
});
export type CrawlWake = z.infer<typeof CrawlWake>;

/** Wakes lanes that clean companies of a platform and pull their postings; it comes through the platform's crawl queue. */
export const CompanyWake = z.object({ kind: z.literal("companies"), platform: Platform, cause: z.string() });
export type CompanyWake = z.infer<typeof CompanyWake>;

/** Wakes the ingest consumer. */
export const IngestWake = z.object({ kind: z.literal("ingest"), cause: z.string() });
export type IngestWake = z.infer<typeof IngestWake>;

/** Wakes the push consumer for one target. */
export const PushWake = z.object({ kind: z.literal("push"), target: z.string(), cause: z.string() });
export type PushWake = z.infer<typeof PushWake>;

/** A wake-up names this in place of an export's id when the data set that is being published goes on. */
export const DATA_SET_WAKE = "data-set";

/** Wakes the run of one export. */
export const ExportWake = z.object({ kind: z.literal("export"), export: z.string(), cause: z.string() });
export type ExportWake = z.infer<typeof ExportWake>;

/** Every message; its `kind` says which consumer takes it. */
export const QueueMessage = z.discriminatedUnion("kind", [
  CrawlWake,
  CompanyWake,
  IngestWake,
  PushWake,
  ExportWake,
]);
export type QueueKind = z.infer<typeof QueueMessage>["kind"];

export type CrawlQueueBinding = `CRAWL_QUEUE_${Uppercase<Platform>}`;

/** Binding of the platform's crawl queue. */
export const crawlQueueBinding = (platform: Platform): CrawlQueueBinding =>
  `CRAWL_QUEUE_${platform.toUpperCase() as Uppercase<Platform>}`;

export interface QueueEntry {
  /** As Cloudflare knows it. */
  name: string;
  /** Binding of its producer. */
  binding: CrawlQueueBinding | "INGEST_QUEUE" | "PUSH_QUEUE" | "EXPORT_QUEUE";
  /** Which consumer takes its messages. */
  kind: QueueKind;
  message: typeof CrawlWake | typeof IngestWake | typeof PushWake | typeof ExportWake;
  /** What its messages bring about, for the docs. */
  purpose: string;
}

/** Every queue: one for each platform's crawl, so that a slow site never holds up another. */
export const QUEUES: readonly QueueEntry[] = [
  ...PLATFORMS.map(
    (platform): QueueEntry => ({
      name: `jobdata-crawl-${platform}`,
      binding: crawlQueueBinding(platform),
      kind: "crawl",
      message: CrawlWake,
      purpose: `wakes the lanes that crawl ${platform}`,
    }),
  ),
  {
    name: "jobdata-ingest",
    binding: "INGEST_QUEUE",
    kind: "ingest",
    message: IngestWake,
    purpose: "stores accepted rows in ClickHouse",
  },
  {
    name: "jobdata-push",
    binding: "PUSH_QUEUE",
    kind: "push",
    message: PushWake,
    purpose: "delivers stored rows to one receiver",
  },
  {
    name: "jobdata-export",
    binding: "EXPORT_QUEUE",
    kind: "export",
    message: ExportWake,
    purpose: "writes the file of one export",
  },
];
