/**
 * Sends each queue message to the consumer of its kind. A message that matches no schema is logged and dropped,
 * because a retry can't succeed.
 */
import { z } from "zod";
import { DATA_SET_WAKE, QueueMessage } from "../shared/contracts/queues.ts";
import { consumeBulk } from "./bulk/consume-bulk.ts";
import { consumeCrawl } from "./crawl/consume.ts";
import { consumeCompanies } from "./crawl/consume-companies.ts";
import { consumePushes } from "./push/consume.ts";
import type { AllServices } from "./services.ts";
import { consumeTasks } from "./tasks/consume-tasks.ts";

/**
 * Time budgets well below the 15 minutes that a consumer may take; work left over is dispatched again. A lane that
 * begins to wait at the end of its budget still waits, fetches and stores one page.
 */
const CRAWL_BUDGET_MS = 10 * 60_000;
/** Shorter: while companies are at work, keywords of the platform have one consumer less. */
const COMPANY_BUDGET_MS = 4 * 60_000;
const INGEST_BUDGET_MS = 5 * 60_000;
const PUSH_BUDGET_MS = 5 * 60_000;
/** One that is over wakes the next: each invocation may make 10,000 subrequests. */
const WEBHOOK_BUDGET_MS = 60_000;
const EXPORT_BUDGET_MS = 8 * 60_000;
/** Short, so that an action that died with its consumer is not far from its next wake-up. */
const BULK_BUDGET_MS = 5 * 60_000;
/** Tasks that run at its end give their place back and go on from their checkpoint. */
const TASK_BUDGET_MS = 10 * 60_000;
/** A re-clean parses without a pause, and an invocation has 5 minutes of CPU. */
const RECLEAN_BUDGET_MS = 3 * 60_000;

export async function consumeQueue(services: AllServices, batch: MessageBatch): Promise<void> {
  const { logger, config } = services.crawl;
  // A message must not create a Durable Object: its shard must be one that exists.
  const Known = QueueMessage.refine((wake) => wake.kind !== "crawl" || wake.shard < config.LEDGER_SHARDS, {
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
  const companies = new Map(
    wakes.flatMap((wake) => (wake.kind === "companies" ? [[wake.platform, wake] as const] : [])),
  );
  const ingest = wakes.find((wake) => wake.kind === "ingest");
  const targets = new Set(wakes.flatMap((wake) => (wake.kind === "push" ? [wake.target] : [])));
  const exports = new Set(wakes.flatMap((wake) => (wake.kind === "export" ? [wake.export] : [])));
  const tasks = new Map(
    wakes.flatMap((wake) => (wake.kind === "tasks" ? [[wake.queue, wake] as const] : [])),
  );
  const recleans = new Set(wakes.flatMap((wake) => (wake.kind === "reclean" ? [wake.reclean] : [])));
  const bulks = new Map(
    wakes.flatMap((wake) => (wake.kind === "bulk" ? [[wake.action, wake] as const] : [])),
  );
  const webhooks = wakes.some((wake) => wake.kind === "webhooks");
  // Wake-ups are idempotent; only one per shard is handled.
  const shards = new Map(crawls.map((wake) => [`${wake.platform}:${wake.shard}`, wake]));
  await Promise.all([
    ...[...shards.values()].map((wake) => consumeCrawl(services.crawl, wake, CRAWL_BUDGET_MS)),
    ...[...companies.values()].map((wake) => consumeCompanies(services.crawl, wake, COMPANY_BUDGET_MS)),
    ...[...targets].map((target) => consumePushes(services.push, target, PUSH_BUDGET_MS)),
    ...[...exports].map((id) =>
      id === DATA_SET_WAKE ? services.api.dataSet.run() : services.api.exports.run(id, EXPORT_BUDGET_MS),
    ),
    ...[...tasks.values()].map((wake) => consumeTasks(services.tasks, wake, TASK_BUDGET_MS)),
    ...[...bulks.values()].map((wake) => consumeBulk(services.bulk, wake, BULK_BUDGET_MS)),
    ...[...recleans].map((id) => services.api.recleans.run(id, RECLEAN_BUDGET_MS)),
    ingest && services.ingest.consume(ingest.cause, INGEST_BUDGET_MS),
    webhooks && services.webhooks.run(WEBHOOK_BUDGET_MS),
  ]);
}
