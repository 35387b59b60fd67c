/** Entry point of the edge script: the handlers of requests, cron and queues, and the Durable Object classes. */
import { BrowserBroker } from "../durable-objects/browser-broker/object.ts";
import { BulkAction } from "../durable-objects/bulk-action/object.ts";
import { CompanyLedger } from "../durable-objects/company-ledger/object.ts";
import { IngestLedger } from "../durable-objects/ingest-ledger/object.ts";
import { KeywordLedger } from "../durable-objects/keyword-ledger/object.ts";
import { liveFeed } from "../durable-objects/live-feed/client.ts";
import { LiveFeed } from "../durable-objects/live-feed/object.ts";
import { Lock } from "../durable-objects/lock/object.ts";
import { NodeFleet } from "../durable-objects/node-fleet/object.ts";
import { PlatformGate } from "../durable-objects/platform-gate/object.ts";
import { RequestMeter } from "../durable-objects/request-meter/object.ts";
import { ResourcePool } from "../durable-objects/resource-pool/object.ts";
import { SeenIndex } from "../durable-objects/seen-index/object.ts";
import { TaskLedger } from "../durable-objects/task-ledger/object.ts";
import type { LogFields, Logger } from "../shared/log.ts";
import { createApp } from "./api/app.ts";
import { liveUpgrade } from "./live/upgrade.ts";
import { consumeQueue } from "./queue.ts";
import { scheduledJobs } from "./schedule/registry.ts";
import { tick } from "./schedule/tick.ts";
import { servicesOf } from "./services.ts";

/** Logs what an invocation throws, which the runtime else tells nobody, and throws it again: a queue then retries. */
async function logged(
  logger: Logger,
  message: string,
  fields: LogFields,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.error(message, { ...fields, error });
    throw error;
  }
}

const app = createApp((env: Env) => servicesOf(env).api);

export default {
  async fetch(request, env, ctx) {
    const live = await liveUpgrade(
      request,
      env.PUBLIC_URL,
      (group) => liveFeed(env, group),
      // Apart from the calls of the same address, so that lost sockets that come back slow nobody down.
      async (address) => (await env.API_LIMIT.limit({ key: `live ${address}` })).success,
    );
    return live ?? app.fetch(request, env, ctx);
  },
  async scheduled(_controller, env) {
    const { schedule } = servicesOf(env);
    await logged(schedule.logger, "cron.failed", {}, () =>
      tick(schedule, scheduledJobs, crypto.randomUUID()),
    );
  },
  queue(batch, env) {
    const services = servicesOf(env);
    const { queue } = batch;
    return logged(services.crawl.logger, "queue.failed", { queue }, () => consumeQueue(services, batch));
  },
} satisfies ExportedHandler<Env>;

export {
  BrowserBroker,
  BulkAction,
  CompanyLedger,
  IngestLedger,
  KeywordLedger,
  LiveFeed,
  Lock,
  NodeFleet,
  PlatformGate,
  RequestMeter,
  ResourcePool,
  SeenIndex,
  TaskLedger,
};
