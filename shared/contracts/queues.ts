/**
 * Queues and their messages. A message is only a wake-up: the ledgers own the truth, so a lost, doubled or
 * reordered message costs time and nothing else. New fields are optional and say why.
 */
import { z } from "zod";
import { Platform } from "./platform.ts";
import { TaskQueue } from "./task.ts";
import { PLATFORMS, TASK_QUEUES } from "./vocabulary.ts";

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

/** Wakes the lanes that run the tasks of one queue. */
export const TaskWake = z.object({ kind: z.literal("tasks"), queue: TaskQueue, cause: z.string() });
export type TaskWake = z.infer<typeof TaskWake>;
/** Wakes one re-clean; it comes through the queue of the exports, as work that a person waits for. */
export const RecleanWake = z.object({ kind: z.literal("reclean"), reclean: z.string(), cause: z.string() });
export type RecleanWake = z.infer<typeof RecleanWake>;

/** Wakes the run of one bulk action. */
export const BulkWake = z.object({ kind: z.literal("bulk"), action: z.string(), cause: z.string() });
export type BulkWake = z.infer<typeof BulkWake>;
/** Wakes what delivers webhooks; it comes through the queue of the pushes, as work of the same kind. */
export const WebhookWake = z.object({ kind: z.literal("webhooks"), cause: z.string() });
export type WebhookWake = z.infer<typeof WebhookWake>;

/** Every message; its `kind` says which consumer takes it. */
export const QueueMessage = z.discriminatedUnion("kind", [
  CrawlWake,
  CompanyWake,
  IngestWake,
  PushWake,
  ExportWake,
  TaskWake,
  RecleanWake,
  BulkWake,
  WebhookWake,
]);
export type QueueKind = z.infer<typeof QueueMessage>["kind"];

export type CrawlQueueBinding = `CRAWL_QUEUE_${Uppercase<Platform>}`;

/** Binding of the platform's crawl queue. */
export const crawlQueueBinding = (platform: Platform): CrawlQueueBinding =>
  `CRAWL_QUEUE_${platform.toUpperCase() as Uppercase<Platform>}`;

export type TaskQueueBinding = `TASK_QUEUE_${Uppercase<TaskQueue>}`;

/** Binding of the Cloudflare queue that wakes a task queue. */
export const taskQueueBinding = (queue: TaskQueue): TaskQueueBinding =>
  `TASK_QUEUE_${queue.toUpperCase() as Uppercase<TaskQueue>}`;

export interface QueueEntry {
  /** As Cloudflare knows it. */
  name: string;
  /** Binding of its producer. */
  binding:
    | CrawlQueueBinding
    | TaskQueueBinding
    | "INGEST_QUEUE"
    | "PUSH_QUEUE"
    | "EXPORT_QUEUE"
    | "BULK_QUEUE";
  /** Which consumer takes its messages. */
  kind: QueueKind;
  message:
    | typeof CrawlWake
    | typeof IngestWake
    | typeof PushWake
    | typeof ExportWake
    | typeof BulkWake
    | typeof TaskWake;
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
    purpose: "delivers stored rows to one receiver, and events to webhook endpoints",
  },
  {
    name: "jobdata-export",
    binding: "EXPORT_QUEUE",
    kind: "export",
    message: ExportWake,
    purpose: "writes the file of one export",
  },
  {
    name: "jobdata-bulk",
    binding: "BULK_QUEUE",
    kind: "bulk",
    message: BulkWake,
    purpose: "carries out the steps of one bulk action",
  },
  ...TASK_QUEUES.map(
    (queue): QueueEntry => ({
      // Cloudflare's names of queues hold no underscore.
      name: `jobdata-tasks-${queue.replace("_", "-")}`,
      binding: taskQueueBinding(queue),
      kind: "tasks",
      message: TaskWake,
      purpose: `wakes the lanes that run tasks of \`${queue}\``,
    }),
  ),
];
