/** Entry point of the edge script: the handlers of requests, cron and queues, and the Durable Object classes. */
import { BrowserBroker } from "../durable-objects/browser-broker/object.ts";
import { CompanyLedger } from "../durable-objects/company-ledger/object.ts";
import { IngestLedger } from "../durable-objects/ingest-ledger/object.ts";
import { KeywordLedger } from "../durable-objects/keyword-ledger/object.ts";
import { Lock } from "../durable-objects/lock/object.ts";
import { NodeFleet } from "../durable-objects/node-fleet/object.ts";
import { PlatformGate } from "../durable-objects/platform-gate/object.ts";
import { ResourcePool } from "../durable-objects/resource-pool/object.ts";
import { SeenIndex } from "../durable-objects/seen-index/object.ts";
import { createApp } from "./api/app.ts";
import { consumeQueue } from "./queue.ts";
import { scheduledJobs } from "./schedule/registry.ts";
import { tick } from "./schedule/tick.ts";
import { servicesOf } from "./services.ts";

const app = createApp((env: Env) => servicesOf(env).api);

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async scheduled(_controller, env) {
    await tick(servicesOf(env).schedule, scheduledJobs, crypto.randomUUID());
  },
  queue: (batch, env) => consumeQueue(servicesOf(env), batch),
} satisfies ExportedHandler<Env>;

export { BrowserBroker, CompanyLedger, IngestLedger, KeywordLedger, Lock, NodeFleet, PlatformGate, ResourcePool, SeenIndex };
