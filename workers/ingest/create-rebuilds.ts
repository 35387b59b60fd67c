/** The rebuilds of SeenIndex for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { SeenClient } from "../../shared/contracts/seen-index.ts";
import type { Logger } from "../../shared/log.ts";
import type { Database } from "../db/run-batch.ts";
import type { SeenRebuild } from "../db/seen-schema.ts";
import { createReadStored } from "./read-stored.ts";
import { rebuildSeenIndex } from "./rebuild-seen.ts";
import { createRebuildStore, type RebuildFilter } from "./rebuild-store.ts";

export interface SeenRebuilds {
  /** @returns the rebuilds that match the filter, started now or running already */
  start(filter: RebuildFilter, by: string): Promise<SeenRebuild[]>;
  list(): Promise<SeenRebuild[]>;
  /**
   * Continues the running rebuilds.
   * @param timeMs no page is started after this time
   * @returns keys restored
   */
  run(timeMs: number): Promise<number>;
}

interface Parts {
  db: Database;
  seen: SeenClient;
  clickhouse: ClickHouseClient;
  clock: Clock;
  logger: Logger;
}

export function createSeenRebuilds({ db, seen, clickhouse, clock, logger }: Parts): SeenRebuilds {
  const store = createRebuildStore(db);
  const services = { seen, store, readStored: createReadStored(clickhouse), clock, logger };
  return {
    async start(filter, by) {
      await store.start(filter, by, clock.now());
      return store.list(filter);
    },
    list: () => store.list(),
    run: (timeMs) => rebuildSeenIndex(services, clock.now() + timeMs),
  };
}
