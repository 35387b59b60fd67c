/** How far `job_facts` is current, in D1. */
import { eq } from "drizzle-orm";
import type { FactRefresh } from "../db/facts-schema.ts";
import { factRefreshes } from "../db/facts-schema.ts";
import type { Database } from "../db/run-batch.ts";

export interface RefreshStore {
  /** Null before the first refresh. */
  read(): Promise<FactRefresh | null>;
  /** @param error of a refresh that counts as tried all the same */
  save(refresh: Omit<FactRefresh, "name" | "error">, error?: string | null): Promise<void>;
  /** Keeps what the last good refresh left, and says why the one after it failed. */
  fail(error: string): Promise<void>;
}

/**
 * What is refreshed: the table, the figures made from it, the check of both, the queues of companies to clean, and which
 * companies are one; and when rows were corrected.
 */
export type Refreshed =
  | "job_facts"
  | "figures"
  | "figures-check"
  | "companies"
  | "company-links"
  | "corrections";

export const createRefreshStore = (db: Database, name: Refreshed = "job_facts"): RefreshStore => ({
  read: async () => (await db.select().from(factRefreshes).where(eq(factRefreshes.name, name)).get()) ?? null,
  async save(refresh, error = null) {
    const values = { ...refresh, error };
    await db
      .insert(factRefreshes)
      .values({ name, ...values })
      .onConflictDoUpdate({ target: factRefreshes.name, set: values });
  },
  async fail(error) {
    await db.update(factRefreshes).set({ error }).where(eq(factRefreshes.name, name));
  },
});
