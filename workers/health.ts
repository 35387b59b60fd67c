/** Probes of the extended health check (C6), one per dependency. Each makes one call and stores nothing. */

import type { ClickHouseClient } from "@clickhouse/client-web";
import type { BrowserWorker } from "@cloudflare/puppeteer";
import { sql } from "drizzle-orm";
import type { KeywordLedgerApi } from "../shared/contracts/keyword-ledger.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../shared/contracts/platform-gate.ts";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import type { BlobStore } from "../shared/storage.ts";
import { ping } from "./clickhouse/queries/ping.ts";
import { runQuery } from "./clickhouse/query.ts";
import type { Database } from "./db/run-batch.ts";
import type { FigureService } from "./figures/create-figures.ts";

export interface HealthCheck {
  /** One of d1, clickhouse, queues, durable_objects, r2, browser, figures. */
  name: string;
  /** Calls the dependency once; throws when it does not answer correctly. */
  probe(): Promise<void>;
}

/** It answers, but not as it should: the check is degraded, not down. */
export class DegradedError extends Error {}

interface Probed {
  db: Database;
  queues: readonly { metrics(): Promise<unknown> }[];
  browser: BrowserWorker;
  gate(platform: Platform): PlatformGateApi;
  ledger(platform: Platform, shard: number): KeywordLedgerApi;
  clickhouse: ClickHouseClient;
  store: BlobStore;
  figures: Pick<FigureService, "lastCheck">;
}

export function createHealthChecks({
  db,
  queues,
  browser,
  clickhouse,
  store,
  ledger,
  gate,
  figures,
}: Probed): HealthCheck[] {
  return [
    { name: "d1", probe: async () => void (await db.run(sql`SELECT 1 FROM schedules LIMIT 1`)) },
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
    {
      name: "figures",
      probe: async () => {
        const { differences, error } = await figures.lastCheck();
        if (error !== null) throw new DegradedError(`the last check failed: ${error}`);
        if (differences.length > 0)
          throw new DegradedError(`the last check found ${differences.length} differences`);
      },
    },
    {
      name: "browser",
      probe: async () => {
        const { default: puppeteer } = await import("@cloudflare/puppeteer");
        await puppeteer.limits(browser);
      },
    },
  ];
}
