/** Puts a simulation together: the parts that are wanted, wired as `workers/services.ts` does. */
import { companyLedger } from "../../durable-objects/company-ledger/client.ts";
import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import { nodeFleet } from "../../durable-objects/node-fleet/client.ts";
import { seenClient } from "../../durable-objects/seen-index/client.ts";
import { pageFetchClient } from "../../durable-objects/seen-index/page-client.ts";
import { QUEUES } from "../../shared/contracts/queues.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import type { EdgeCrawlServices } from "../../workers/crawl/edge-services.ts";
import { storeFailedPage } from "../../workers/crawl/failed-page.ts";
import { consumeQueue } from "../../workers/queue.ts";
import type { AllServices } from "../../workers/services.ts";
import { bulkPart } from "./parts/bulk.ts";
import { companiesPart } from "./parts/companies.ts";
import { ingestPart } from "./parts/ingest.ts";
import { keywordsPart } from "./parts/keywords.ts";
import { livePart } from "./parts/live.ts";
import { machinesPart } from "./parts/machines.ts";
import { nodesPart } from "./parts/nodes.ts";
import { pushesPart, TARGET } from "./parts/pushes.ts";
import { schedulesPart } from "./parts/schedules.ts";
import { tasksPart } from "./parts/tasks.ts";
import { uploadsPart } from "./parts/uploads.ts";
import { QUIET, Simulation } from "./simulation.ts";

export const PARTS = [
  "keywords",
  "companies",
  "pushes",
  "uploads",
  "tasks",
  "schedules",
  "nodes",
  "bulk",
  "live",
  "machines",
] as const;
export type PartName = (typeof PARTS)[number];

/** Own pages make a history of few keywords long, so that every third seed has them. */
const DETAILS_EVERY = 3;

export function build(seed: number, wanted: readonly PartName[]): Simulation {
  const simulation = new Simulation(seed % DETAILS_EVERY === 0 ? "new" : "off");
  const { world, env, config, clock, blobs, site } = simulation;
  const has = (name: PartName) => wanted.includes(name);
  const ingest = ingestPart(simulation, has("pushes") ? TARGET : null);
  simulation.parts.push(ingest.part);
  const seen = seenClient(env.SEEN_INDEX, 1);
  const crawl: EdgeCrawlServices = {
    config,
    clock,
    logger: QUIET,
    source: "edge",
    adapter: (platform) => adapters[platform],
    ledger: (platform, shard) => keywordLedger(env, platform, shard),
    companyLedger: (platform) => companyLedger(env, platform),
    gate: (platform) => simulation.gate(platform, "edge"),
    fetchList: (_, query) => site.fetchList(query),
    fetchPage: (_, request) => site.fetchPage(request.url),
    pageFetches: pageFetchClient(env.SEEN_INDEX, 1),
    dictionaries: {
      cities: () => Promise.reject(new Error("D1 is away: the shipped codes count")),
    },
    accept: ingest.accept,
    seenJobs: (platform, entries) => seen.check(platform, "job", entries),
    fleet: has("nodes") ? nodeFleet(env.NODE_FLEET) : { demand: async () => ({ starving: 0, nodes: 0 }) },
    storeFailedPage: (...kept) => storeFailedPage(blobs, world.now, ...kept),
    newId: world.chance.uuid,
  };
  if (has("keywords")) simulation.parts.push(keywordsPart(simulation));
  if (has("companies")) simulation.parts.push(companiesPart(simulation));
  const tasks = tasksPart(simulation, (platform) => [keywordLedger(env, platform, 0)]);
  if (has("tasks")) simulation.parts.push(tasks.part);
  if (has("schedules"))
    simulation.parts.push(schedulesPart(simulation, { tasks: tasks.tasks, sweep: ingest.sweep }));
  if (has("nodes")) simulation.parts.push(nodesPart(simulation, crawl));
  if (has("uploads")) simulation.parts.push(uploadsPart(simulation, ingest));
  const pushes = pushesPart(simulation);
  if (has("pushes")) simulation.parts.push(pushes.part);
  const bulk = has("bulk")
    ? bulkPart(simulation, {
        tasks: tasks.tasks,
        ledgers: (platform) => (platform === "zhilian" ? [keywordLedger(env, platform, 0)] : []),
      })
    : null;
  if (bulk) simulation.parts.push(bulk.part);
  if (has("live")) simulation.parts.push(livePart(simulation));
  if (has("machines")) simulation.parts.push(machinesPart(simulation));
  const services = {
    crawl,
    ingest: { consume: ingest.consume },
    push: pushes.services,
    tasks: tasks.runtime,
    bulk: bulk?.runtime,
  } as unknown as AllServices;
  for (const { binding, name } of QUEUES)
    simulation.queues.consumers.set(binding, (body) =>
      consumeQueue(services, {
        queue: name,
        messages: [{ id: "message", body }],
      } as unknown as MessageBatch),
    );
  return simulation;
}
