/** How far `job_facts` is current, in D1. */
import { and, eq } from "drizzle-orm";
import { DAY_MS } from "../../shared/time.ts";
import type { FactRefresh } from "../db/facts-schema.ts";
import { factRefreshes } from "../db/facts-schema.ts";
import type { Database } from "../db/run-batch.ts";

export interface RefreshStore {
  /** Null before the first refresh. */
  read(): Promise<FactRefresh | null>;
  /** @param error of a refresh that counts as tried all the same */
  save(refresh: Omit<FactRefresh, "name" | "error">, error?: string | null): Promise<void>;
  /** Moves the end of the refresh that began then, unless another one has ended since. */
  confirm(startedAt: number, finishedAt: number): Promise<void>;
  /** Keeps what the last good refresh left, and says why the one after it failed. */
  fail(error: string): Promise<void>;
}

/**
 * What is refreshed, by name: the table, the life of postings, their groups, the figures made from it, the check of both,
 * queues and links of companies, the dictionary of skills, the quality of the stored rows, and the alerts and exports that
 * webhooks were told of; `corrections` says when rows were corrected.
 */
export type Refreshed =
  | "job_facts"
  | "job_life"
  | "job-groups"
  | "job-groups-whole"
  | "figures"
  | "figures-check"
  | "corrections"
  | "companies"
  | "company-links"
  | "skills"
  | "quality"
  | "alert-events"
  | "export-events";

export const createRefreshStore = (db: Database, name: Refreshed = "job_facts"): RefreshStore => ({
  read: async () => (await db.select().from(factRefreshes).where(eq(factRefreshes.name, name)).get()) ?? null,
  async save(refresh, error = null) {
    const values = { ...refresh, error };
    await db
      .insert(factRefreshes)
      .values({ name, ...values })
      .onConflictDoUpdate({ target: factRefreshes.name, set: values });
  },
  async confirm(startedAt, finishedAt) {
    const own = and(eq(factRefreshes.name, name), eq(factRefreshes.startedAt, startedAt));
    await db.update(factRefreshes).set({ finishedAt }).where(own);
  },
  async fail(error) {
    await db.update(factRefreshes).set({ error }).where(eq(factRefreshes.name, name));
  },
});

/**
 * Keeps it known, once a day, that no change was missed while nothing came: else the first rows after a quiet week would
 * make every posting anew, since changes are kept for a week. Asks ClickHouse nothing.
 */
export async function keepCurrent(store: RefreshStore, last: FactRefresh, now: number): Promise<void> {
  if (now - last.finishedAt >= DAY_MS) await store.confirm(last.startedAt, now);
}
