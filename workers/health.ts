/** One probe per dependency, for the extended health check (C6). Each touches it once and leaves nothing behind. */

import type { ClickHouseClient } from "@clickhouse/client-web";
import puppeteer from "@cloudflare/puppeteer";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { PLATFORMS } from "../shared/contracts/platform.ts";
import type { BlobStore } from "../shared/storage.ts";
import type { HealthCheck, Services } from "./api/services.ts";
import { ping } from "./clickhouse/queries/ping.ts";
import { runQuery } from "./clickhouse/query.ts";

interface Probed extends Pick<Services, "gate" | "ledger"> {
  env: Env;
  clickhouse: ClickHouseClient;
  store: BlobStore;
}

export function createHealthChecks({ env, clickhouse, store, ledger, gate }: Probed): HealthCheck[] {
  const queues = [
    env.CRAWL_QUEUE_BOSS,
    env.CRAWL_QUEUE_QCWY,
    env.CRAWL_QUEUE_ZHILIAN,
    env.INGEST_QUEUE,
    env.PUSH_QUEUE,
  ];
  return [
    { name: "d1", probe: async () => void (await drizzle(env.DB).run(sql`SELECT 1 FROM schedules LIMIT 1`)) },
    { name: "clickhouse", probe: async () => void (await runQuery(clickhouse, ping, {})) },
    { name: "r2", probe: async () => void (await store.getText("health/no-such-object")) },
    { name: "queues", probe: async () => void (await Promise.all(queues.map((queue) => queue.metrics()))) },
    {
      name: "durable_objects",
      probe: async () => {
        await Promise.all(
          PLATFORMS.flatMap((platform) => [ledger(platform, 0).stats(), gate(platform).status()]),
        );
      },
    },
    { name: "browser", probe: async () => void (await puppeteer.limits(env.BROWSER)) },
  ];
}
