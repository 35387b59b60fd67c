/** How far `job_facts` is current, in D1. */
import { eq } from "drizzle-orm";
import type { FactRefresh } from "../db/facts-schema.ts";
import { factRefreshes } from "../db/facts-schema.ts";
import type { Database } from "../db/run-batch.ts";

export interface RefreshStore {
  /** Null before the first refresh. */
  read(): Promise<FactRefresh | null>;
  save(refresh: Omit<FactRefresh, "name" | "error">): Promise<void>;
  /** Keeps what the last good refresh left, and says why the one after it failed. */
  fail(error: string): Promise<void>;
}

const NAME = "job_facts";

export const createRefreshStore = (db: Database): RefreshStore => ({
  read: async () => (await db.select().from(factRefreshes).where(eq(factRefreshes.name, NAME)).get()) ?? null,
  async save(refresh) {
    const values = { ...refresh, error: null };
    await db
      .insert(factRefreshes)
      .values({ name: NAME, ...values })
      .onConflictDoUpdate({ target: factRefreshes.name, set: values });
  },
  async fail(error) {
    await db.update(factRefreshes).set({ error }).where(eq(factRefreshes.name, NAME));
  },
});
