/** Rebuilds of SeenIndex that an administrator asked for: one row per platform and type, written once a page of keys. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { SeenType } from "../../shared/contracts/seen-index.ts";
import { instant } from "./columns.ts";

export const seenRebuilds = sqliteTable(
  "seen_rebuilds",
  {
    platform: text("platform").$type<Platform>().notNull(),
    type: text("type").$type<SeenType>().notNull(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** Where the next page begins, strictly after this key. */
    afterKey: text("after_key").notNull().default(""),
    /** Keys read from ClickHouse and restored so far. */
    restored: integer("restored").notNull().default(0),
    updatedAt: instant("updated_at").notNull(),
    /** Null while pages are left. */
    finishedAt: instant("finished_at"),
    /** Keys in the index when it was finished. */
    indexKeys: integer("index_keys"),
    /** Why the last page failed; it is read again. Null after a page that went well. */
    error: text("error"),
  },
  (table) => [primaryKey({ columns: [table.platform, table.type] })],
);

export type SeenRebuild = typeof seenRebuilds.$inferSelect;
