/** The list of bulk actions in D1. */
import { and, desc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { RecordReach } from "../../shared/contracts/access.ts";
import type { BulkAction, BulkNoun } from "../../shared/contracts/bulk.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { type BulkRecord, bulkActions } from "../db/bulk-schema.ts";
import { assertInBatch, inList, isAfter } from "../db/conditions.ts";
import { removeRows } from "../db/remove-rows.ts";
import type { Database } from "../db/run-batch.ts";
import { writeBatch } from "../db/write-batch.ts";

/** A person has at most this many bulk actions that have not ended. */
export const MAX_OPEN_BULK_ACTIONS = 20;

export type NewBulkRecord = Omit<BulkRecord, "endedAt" | "ending">;

export interface BulkPosition {
  createdAt: number;
  id: string;
}

/** What a caller sees: actions of some nouns; of nouns whose records belong to people only those within reach. */
export interface BulkSight {
  nouns: readonly BulkNoun[];
  owned: readonly BulkNoun[];
  reach: RecordReach;
}

export interface BulkStore {
  /** @throws ApiError too_many_requests */
  add(record: NewBulkRecord): Promise<void>;
  find(id: string): Promise<BulkRecord | null>;
  /** Newest first. */
  list(sight: BulkSight, limit: number, after?: BulkPosition): Promise<BulkRecord[]>;
  ended(id: string, ending: BulkAction): Promise<void>;
  /** @param before what ended earlier goes, Unix ms @returns rows that were, or would be, deleted */
  deleteBefore(before: number, dry: boolean): Promise<number>;
}

export function createBulkStore(db: Database): BulkStore {
  const seen = ({ nouns, owned, reach }: BulkSight): SQL | undefined => {
    const ofNouns = inList(bulkActions.noun, nouns);
    if (reach.kind === "all") return ofNouns;
    const own = eq(bulkActions.ownerId, reach.userId);
    const within = reach.kind === "own" ? own : or(own, inList(bulkActions.departmentId, reach.departments));
    return and(ofNouns, or(within, sql`not (${inList(bulkActions.noun, owned)})`));
  };
  return {
    async add(record) {
      const places = sql`(select count(*) from ${bulkActions} where ${bulkActions.ownerId} = ${record.ownerId}
        and ${bulkActions.endedAt} is null) <= ${MAX_OPEN_BULK_ACTIONS}`;
      const full = () =>
        new ApiError(
          "too_many_requests",
          `you have ${MAX_OPEN_BULK_ACTIONS} bulk actions that have not ended; wait for one, or abort it`,
        );
      await writeBatch(db, [db.insert(bulkActions).values(record), assertInBatch(places)], {
        taken: full,
        asserted: full,
      });
    },
    find: async (id) =>
      (await db.select().from(bulkActions).where(eq(bulkActions.id, id)).limit(1).get()) ?? null,
    list: (sight, limit, after) =>
      db
        .select()
        .from(bulkActions)
        .where(
          and(
            seen(sight),
            after && isAfter(bulkActions.createdAt, bulkActions.id, { at: after.createdAt, id: after.id }),
          ),
        )
        .orderBy(desc(bulkActions.createdAt), desc(bulkActions.id))
        .limit(limit)
        .all(),
    async ended(id, ending) {
      await db
        .update(bulkActions)
        .set({ endedAt: ending.ended_at, ending })
        .where(and(eq(bulkActions.id, id), isNull(bulkActions.endedAt)))
        .run();
    },
    // An action expires within days: one whose end nobody wrote is over too when it is as old.
    deleteBefore: (before, dry) =>
      removeRows(
        db,
        bulkActions,
        and(
          lt(bulkActions.createdAt, before),
          or(isNull(bulkActions.endedAt), lt(bulkActions.endedAt, before)),
        ),
        dry,
      ),
  };
}
