/** Searches that people keep. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { SearchKind } from "../../shared/contracts/saved-search.ts";
import { users } from "./auth-schema.ts";
import { id, lifetime } from "./columns.ts";

export const savedSearches = sqliteTable(
  "saved_searches",
  {
    id: id(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").$type<SearchKind>().notNull(),
    /** Unique among the owner's searches of a kind that are not deleted. */
    name: text("name").notNull(),
    /** Filter and order as a query string. */
    query: text("query").notNull(),
    /** Everybody who may read postings can open it by its id and finds it in the list of shared ones. */
    shared: integer("shared", { mode: "boolean" }).notNull().default(false),
    ...lifetime(),
  },
  (table) => [
    uniqueIndex("saved_searches_name")
      .on(table.ownerId, table.kind, table.name)
      .where(sql`${table.deletedAt} is null`),
    index("saved_searches_shared").on(table.updatedAt).where(sql`${table.shared} = 1`),
  ],
);

export type SavedSearch = typeof savedSearches.$inferSelect;
