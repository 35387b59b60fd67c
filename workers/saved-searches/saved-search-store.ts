/** Saved searches in D1. */
import { and, desc, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import {
  MAX_DELETED_SEARCHES,
  MAX_SAVED_SEARCHES,
  type SearchKind,
} from "../../shared/contracts/saved-search.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldConflict } from "../../shared/errors/validation.ts";
import { users } from "../db/auth-schema.ts";
import { assertInBatch, isAfter } from "../db/conditions.ts";
import { type Database, runBatch } from "../db/run-batch.ts";
import { type SavedSearch, savedSearches } from "../db/saved-search-schema.ts";
import { type Queries, writeBatch } from "../db/write-batch.ts";

export interface SavedSearchRecord extends SavedSearch {
  ownerName: string;
}

/** A place in the list: last changed first. */
export interface SavedSearchPosition {
  updatedAt: number;
  id: string;
}

export interface SavedSearchFilter {
  kind: SearchKind;
  userId: string;
  /** Searches that others share, instead of the person's own. */
  ofOthers: boolean;
}

export interface SavedSearchStore {
  list(filter: SavedSearchFilter, limit: number, after?: SavedSearchPosition): Promise<SavedSearchRecord[]>;
  find(id: string): Promise<SavedSearchRecord | null>;
  /** @throws ApiError conflict when the name is taken, or the person has as many as one may */
  create(search: SavedSearch): Promise<void>;
  /** @throws ApiError conflict as `create` */
  update(
    search: SavedSearch,
    change: Partial<Pick<SavedSearch, "name" | "query" | "shared" | "updatedAt" | "deletedAt">>,
  ): Promise<void>;
  /** The oldest deleted ones of its owner are dropped. */
  delete(search: SavedSearch, at: number): Promise<void>;
}

const selected = (db: Database) =>
  db
    .select({ search: savedSearches, ownerName: users.name })
    .from(savedSearches)
    .innerJoin(users, eq(users.id, savedSearches.ownerId));
const record = ({ search, ownerName }: { search: SavedSearch; ownerName: string }): SavedSearchRecord => ({
  ...search,
  ownerName,
});

export function createSavedSearchStore(db: Database): SavedSearchStore {
  const isFull = ({ ownerId }: SavedSearch) => sql`(
    select count(*) from saved_searches where owner_id = ${ownerId} and deleted_at is null
  ) <= ${MAX_SAVED_SEARCHES}`;
  const write = (query: Queries[number], search: SavedSearch): Promise<void> =>
    writeBatch(db, [query, assertInBatch(isFull(search))], {
      taken: () => fieldConflict("name", "is taken"),
      asserted: () =>
        new ApiError("conflict", `you have ${MAX_SAVED_SEARCHES} saved searches; delete one first`),
    });

  return {
    async list({ kind, userId, ofOthers }, limit, after) {
      const rows = await selected(db)
        .where(
          and(
            eq(savedSearches.kind, kind),
            isNull(savedSearches.deletedAt),
            ofOthers
              ? and(ne(savedSearches.ownerId, userId), eq(savedSearches.shared, true))
              : eq(savedSearches.ownerId, userId),
            after &&
              isAfter(savedSearches.updatedAt, savedSearches.id, { at: after.updatedAt, id: after.id }),
          ),
        )
        .orderBy(desc(savedSearches.updatedAt), desc(savedSearches.id))
        .limit(limit)
        .all();
      return rows.map(record);
    },
    async find(id) {
      const row = await selected(db).where(eq(savedSearches.id, id)).get();
      return row ? record(row) : null;
    },
    create: (search) => write(db.insert(savedSearches).values(search), search),
    update: (search, change) =>
      write(db.update(savedSearches).set(change).where(eq(savedSearches.id, search.id)), search),
    async delete({ id, ownerId }, at) {
      const kept = db
        .select({ id: savedSearches.id })
        .from(savedSearches)
        .where(and(eq(savedSearches.ownerId, ownerId), isNotNull(savedSearches.deletedAt)))
        .orderBy(desc(savedSearches.deletedAt), desc(savedSearches.id))
        .limit(MAX_DELETED_SEARCHES);
      await runBatch(db, [
        db.update(savedSearches).set({ deletedAt: at, updatedAt: at }).where(eq(savedSearches.id, id)),
        db.delete(savedSearches).where(
          and(
            eq(savedSearches.ownerId, ownerId),
            isNotNull(savedSearches.deletedAt),
            sql`${savedSearches.id} not in ${kept}`,
            // A subscription says of which search it was until the clean-up takes it away.
            sql`not exists (select 1 from subscriptions where search_id = saved_searches.id)`,
          ),
        ),
      ]);
    },
  };
}
