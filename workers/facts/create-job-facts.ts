/** The table for search and figures, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Logger } from "../../shared/log.ts";
import type { Database } from "../db/run-batch.ts";
import { type RefreshReport, refreshFacts } from "./refresh-facts.ts";
import { createRefreshStore } from "./refresh-store.ts";

export interface JobFacts {
  /**
   * @param owner of the lock: the request's id
   * @param force also when nothing is known to have changed
   */
  refresh(owner: string, force?: boolean): Promise<RefreshReport>;
  /**
   * Says that stored rows are being corrected, so that the next refresh looks although nothing came in. Called before and
   * after the keys are written to job_changes: a refresh looks back a minute.
   */
  corrected(): Promise<void>;
  /** Everything that ClickHouse had at this moment, Unix ms, is in the table; null before the first refresh. */
  asOf(): Promise<number | null>;
}

interface Parts {
  db: Database;
  clickhouse: ClickHouseClient;
  lock: LockApi;
  newestStored(): Promise<number | null>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export function createJobFacts({ db, ...services }: Parts): JobFacts {
  const store = createRefreshStore(db);
  const corrections = createRefreshStore(db, "corrections");
  const newestStored = async () => {
    const [came, corrected] = await Promise.all([services.newestStored(), corrections.read()]);
    return corrected === null ? came : Math.max(came ?? 0, corrected.through);
  };
  return {
    refresh: (owner, force) => refreshFacts({ ...services, newestStored, store }, owner, force),
    async corrected() {
      const now = services.clock.now();
      await corrections.save({ through: now, startedAt: now, finishedAt: now, rows: 0 });
    },
    asOf: async () => (await store.read())?.startedAt ?? null,
  };
}
