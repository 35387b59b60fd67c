/** The table for search and figures, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Logger } from "../../shared/log.ts";
import type { Database } from "../db/run-batch.ts";
import type { SkillPublisher } from "../skills/publish-dictionary.ts";
import { type RefreshReport, refreshFacts } from "./refresh-facts.ts";
import { createRefreshStore } from "./refresh-store.ts";

export interface JobFacts {
  /**
   * @param owner of the lock: the request's id
   * @param force also when nothing is known to have changed
   */
  refresh(owner: string, force?: boolean): Promise<RefreshReport>;
  /** Everything that ClickHouse had at this moment, Unix ms, is in the table; null before the first refresh. */
  asOf(): Promise<number | null>;
}

interface Parts {
  db: Database;
  clickhouse: ClickHouseClient;
  lock: LockApi;
  newestStored(): Promise<number | null>;
  skills: SkillPublisher;
  clock: Clock;
  logger: Pick<Logger, "warn">;
}

export function createJobFacts({ db, ...services }: Parts): JobFacts {
  const store = createRefreshStore(db);
  return {
    refresh: (owner, force) => refreshFacts({ ...services, store }, owner, force),
    asOf: async () => (await store.read())?.startedAt ?? null,
  };
}
