/** The cleaning queues of all platforms, for the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { CompanyLedgerApi } from "../../shared/contracts/company-ledger.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import type { Logger } from "../../shared/log.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { type QueueReport, runCompanyQueue } from "./run-queue.ts";

export interface CompanyQueue {
  /** Minutes between two runs. */
  everyMinutes: number;
  /** Takes companies in, releases some, and writes down what changed. @param cause id of the request or tick */
  run(cause: string): Promise<QueueReport>;
}

interface Parts {
  config: Pick<
    Config,
    "platforms" | "COMPANY_EVERY_MINUTES" | "COMPANY_COLLECT" | "COMPANY_PROCESS" | "COMPANY_REFRESH_DAYS"
  >;
  clickhouse: ClickHouseClient;
  ledger(platform: Platform): CompanyLedgerApi;
  /** Remembers when companies were last looked for, and how many there were. */
  store: RefreshStore;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  clock: Clock;
  logger: Logger;
}

/** A refresh of job_facts may take the rows in this long after they were stored. */
const LAG_MS = 10 * MINUTE_MS;

export function createCompanyQueue({
  config,
  clickhouse,
  ledger,
  store,
  newestStored,
  clock,
  logger,
}: Parts): CompanyQueue {
  const { COMPANY_EVERY_MINUTES, COMPANY_COLLECT, COMPANY_PROCESS, COMPANY_REFRESH_DAYS: days } = config;
  const crawled = PLATFORMS.filter((platform) => config.platforms[platform].runs_on !== "nodes");
  return {
    everyMinutes: COMPANY_EVERY_MINUTES,
    run: (cause) =>
      runCompanyQueue(
        {
          clickhouse,
          queues: () => crawled.map((platform) => [platform, ledger(platform)]),
          async mayCollect() {
            const last = await store.read();
            if (last === null || last.rows > 0) return true;
            const stored = await newestStored();
            return stored !== null && stored + LAG_MS > last.startedAt;
          },
          async collected(found) {
            const now = clock.now();
            await store.save({ through: now, startedAt: now, finishedAt: now, rows: found });
          },
          logger,
        },
        {
          collect: COMPANY_COLLECT,
          process: COMPANY_PROCESS,
          staleBefore: days === 0 ? null : clock.now() - days * DAY_MS,
        },
        cause,
      ),
  };
}
