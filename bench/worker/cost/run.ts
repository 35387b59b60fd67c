/** One crawl at production settings, with everything counted. */
import { keywordLedger } from "../../../durable-objects/keyword-ledger/client.ts";
import { DAY_MS } from "../../../shared/time.ts";
import { scheduledJobs } from "../../../workers/schedule/registry.ts";
import { tick } from "../../../workers/schedule/tick.ts";
import { type AllServices, servicesOf } from "../../../workers/services.ts";
import type { CostRun, PlatformSearch } from "../../cost/cost-run.ts";
import { countedEnv } from "./bindings.ts";
import { passTime, realDelay } from "./clock.ts";
import { activity, count, counting, messagesTaken, quietMs, takeCounts } from "./meter.ts";

const SHARD = 0;
/** A run takes hours of its clock, and must end by itself. */
const LIMIT_MS = DAY_MS;
/** Work that goes on after the last batch is stored ends within this time without activity. */
const SETTLE_MS = 50;

let pages = 0;
let done = 0;
let failed: string[] = [];

/** The services of a consumer, with pages counted. */
export function costServices(env: Env): AllServices {
  const services = servicesOf(countedEnv(env));
  const { crawl } = services;
  return {
    ...services,
    crawl: {
      ...crawl,
      fetchList: (platform, query) => {
        pages++;
        return activity(() => crawl.fetchList(platform, query));
      },
      ledger: (platform, shard) => {
        const ledger = crawl.ledger(platform, shard);
        return new Proxy(ledger, {
          get(target, name) {
            if (name !== "settle")
              return (...args: unknown[]) => Reflect.apply(Reflect.get(target, name), target, args);
            return async (...args: Parameters<typeof ledger.settle>) => {
              const answer = await ledger.settle(...args);
              const { kind } = args[2];
              if (kind === "done") done++;
              else if (kind !== "yield") failed.push(JSON.stringify(args[2]));
              return answer;
            };
          },
        });
      },
    },
  };
}

/** Call it when a consumer gets messages. */
export function consumerCalled(messages: number): void {
  if (!counting) return;
  count("Worker", "Worker requests");
  messagesTaken(messages);
}

/** Settled batches are deleted after 14 days, which is part of their cost. */
const KEPT_MS = 15 * DAY_MS;

/** Crawls searches until all are done and stored. @param again they are crawled already, and begin anew */
export async function costRun(
  env: Env,
  { searches, again }: { searches: PlatformSearch[]; again: boolean },
): Promise<CostRun> {
  const ledgers = [...Map.groupBy(searches, ({ platform }) => platform)].map(([platform, own]) => ({
    ledger: keywordLedger(env, platform, SHARD),
    own,
  }));
  const rowsOf = async () =>
    (await Promise.all(ledgers.map(({ ledger }) => ledger.stats()))).reduce((sum, { rows }) => sum + rows, 0);
  const { api, schedule, ingest } = servicesOf(countedEnv(env));
  // Work that is done once after a deploy is no part of the cost: schemas, permissions, the schedules' rows.
  await tick(schedule, scheduledJobs, crypto.randomUUID());
  await schedule.identity.permissions.syncIfOutdated();
  const before = await rowsOf();
  takeCounts();
  pages = 0;
  done = 0;
  failed = [];
  const startedAt = performance.now();
  for (const { ledger, own } of ledgers) {
    if (again) {
      for (const { id } of await ledger.list({}, 1000)) await ledger.act(id, "restart", "bench");
    } else {
      await ledger.create(
        own.map((search) => ({ ...search, channel: "web" as const, priority: 5 })),
        "bench",
      );
    }
  }
  let stored = false;
  const clockMs = await passTime(
    () => {
      if (failed.length > 0) throw new Error(`the crawl failed: ${failed[0]}`);
      return done === searches.length && stored;
    },
    LIMIT_MS,
    async () => {
      count("Worker", "Worker requests");
      await activity(() => tick(schedule, scheduledJobs, crypto.randomUUID()).then(() => undefined));
      if (done === searches.length) stored = (await api.ingest.status()).waiting_batches === 0;
    },
  );
  while (quietMs() < SETTLE_MS) await realDelay(10);
  await ingest.cleanUp(Date.now() + KEPT_MS);
  const counts = takeCounts();
  return {
    counts,
    pages,
    rows: (await rowsOf()) - before,
    clock_ms: clockMs,
    real_ms: performance.now() - startedAt,
  };
}
