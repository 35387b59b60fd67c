/**
 * The Worker of the survival tests is the real script, which asks the test at named points whether to go on.
 * The test may answer go, make the call fail, or leave the question open and kill the process meanwhile.
 */
import { KeywordLedger } from "../../durable-objects/keyword-ledger/object.ts";
import type { KeywordLedgerApi } from "../../shared/contracts/keyword-ledger.ts";
import type { EdgeCrawlServices } from "../../workers/crawl/edge-services.ts";
import script, {
  BrowserBroker,
  BulkAction,
  CompanyLedger,
  IngestLedger,
  LiveFeed,
  Lock,
  NodeFleet,
  PlatformGate,
  RequestMeter,
  ResourcePool,
  SeenIndex,
  TaskLedger,
} from "../../workers/index.ts";
import { consumeQueue } from "../../workers/queue.ts";
import { servicesOf } from "../../workers/services.ts";
import type { ChaosPoint, ChaosVerdict } from "../support/chaos.ts";

type ChaosEnv = Env & { CHAOS_URL: string };

const ask = async (env: Env, point: ChaosPoint, detail: unknown): Promise<ChaosVerdict> => {
  const response = await fetch((env as ChaosEnv).CHAOS_URL, {
    method: "POST",
    body: JSON.stringify({ point, detail }),
  });
  const verdict = (await response.text()) as ChaosVerdict;
  if (verdict === "fail") throw new Error(`chaos at ${point}`);
  return verdict;
};

function withChaos(env: Env, crawl: EdgeCrawlServices): EdgeCrawlServices {
  return {
    ...crawl,
    async fetchList(platform, query) {
      const fetched = await crawl.fetchList(platform, query);
      await ask(env, "fetched", { platform, keyword: query.keyword, page: query.page });
      return fetched;
    },
    async accept(batch) {
      const accepted = await crawl.accept(batch);
      await ask(env, "accepted", {
        platform: batch.platform,
        keyword: batch.run?.keyword,
        type: batch.data_type,
      });
      return accepted;
    },
    ledger(platform, shard) {
      const ledger = crawl.ledger(platform, shard);
      const points: Pick<KeywordLedgerApi, "renew" | "settle"> = {
        async renew(id, fence) {
          await ask(env, "renew", { platform, id });
          return ledger.renew(id, fence);
        },
        async settle(id, fence, settlement) {
          await ask(env, "settle", { platform, id, kind: settlement.kind });
          return ledger.settle(id, fence, settlement);
        },
      };
      return new Proxy(ledger, {
        get: (target, name: keyof KeywordLedgerApi) =>
          name === "renew" || name === "settle"
            ? points[name]
            : // A stub's method has no bind of its own: every property of it is a call.
              (...args: unknown[]) => Reflect.apply(target[name], target, args),
      });
    },
  };
}

/** Delivers messages once, outside the queue, so that tests can double, delay and reorder them. */
function deliver(env: Env, bodies: unknown[]): Promise<void> {
  const services = servicesOf(env);
  const messages = bodies.map((body, index) => ({ id: `chaos-${index}`, body }));
  // The consumer reads ids and bodies only.
  const batch = { queue: "chaos", messages } as unknown as MessageBatch;
  return consumeQueue({ ...services, crawl: withChaos(env, services.crawl) }, batch);
}

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/chaos/deliver") return script.fetch(request, env, ctx);
    await deliver(env, await request.json());
    return new Response("delivered");
  },
  scheduled: script.scheduled,
  async queue(batch, env) {
    const bodies = batch.messages.map((message) => message.body);
    const verdict = await ask(env, "message", { queue: batch.queue, bodies });
    // A dropped message is acknowledged and not handled.
    if (verdict === "drop") return;
    const times = verdict === "double" ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => deliver(env, bodies)));
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
