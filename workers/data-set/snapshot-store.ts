/** Snapshots of the data set in D1. */
import { and, asc, desc, eq, lt } from "drizzle-orm";
import { dataSetSnapshots, type Snapshot } from "../db/data-set-schema.ts";
import type { Database } from "../db/run-batch.ts";

export type SnapshotChange = Partial<Omit<Snapshot, "day">> & { updatedAt: number };

export interface SnapshotStore {
  /** Begins the snapshot of a day. @returns false when there is one already */
  start(day: string, at: number): Promise<boolean>;
  /** Newest first. */
  list(limit: number): Promise<Snapshot[]>;
  find(day: string): Promise<Snapshot | null>;
  /** The oldest one that runs. */
  running(): Promise<Snapshot | null>;
  /** The newest one before this day that is published. */
  before(day: string): Promise<Snapshot | null>;
  save(day: string, change: SnapshotChange): Promise<void>;
}

const snapshots = dataSetSnapshots;

export function createSnapshotStore(db: Database): SnapshotStore {
  return {
    async start(day, at) {
      const { meta } = await db
        .insert(snapshots)
        .values({ day, state: "running", step: "stage", startedAt: at, updatedAt: at })
        .onConflictDoNothing()
        .run();
      return meta.changes > 0;
    },
    list: (limit) => db.select().from(snapshots).orderBy(desc(snapshots.day)).limit(limit).all(),
    find: async (day) => (await db.select().from(snapshots).where(eq(snapshots.day, day)).get()) ?? null,
    running: async () =>
      (await db
        .select()
        .from(snapshots)
        .where(eq(snapshots.state, "running"))
        .orderBy(asc(snapshots.day))
        .get()) ?? null,
    before: async (day) =>
      (await db
        .select()
        .from(snapshots)
        .where(and(eq(snapshots.state, "done"), lt(snapshots.day, day)))
        .orderBy(desc(snapshots.day))
        .limit(1)
        .get()) ?? null,
    async save(day, change) {
      await db.update(snapshots).set(change).where(eq(snapshots.day, day)).run();
    },
  };
}
