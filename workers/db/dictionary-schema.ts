/** The sites' dictionaries (X13): versions, their entries, and the last load of each address. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DictionaryEntry, DictionaryKind, DictionaryState } from "../../shared/contracts/dictionary.ts";
import type { Outcome, Platform } from "../../shared/contracts/platform.ts";
import { instant } from "./columns.ts";

export const dictionaryVersions = sqliteTable(
  "dictionary_versions",
  {
    platform: text("platform").$type<Platform>().notNull(),
    kind: text("kind").$type<DictionaryKind>().notNull(),
    /** From 1; 0 is the shipped one, which has no row. */
    version: integer("version").notNull(),
    state: text("state").$type<DictionaryState>().notNull(),
    /** Of the entries in a fixed order, hex SHA-256; names their content. */
    hash: text("hash").notNull(),
    entries: integer("entries").notNull(),
    /** The version that was active when it was loaded, which the counts are against. */
    against: integer("against").notNull(),
    added: integer("added").notNull(),
    removed: integer("removed").notNull(),
    renamed: integer("renamed").notNull(),
    recoded: integer("recoded").notNull(),
    /** Why it waits for a person; null for one that became active by itself. */
    drift: text("drift"),
    /** Who asked for the load: `schedule` or an actor. */
    loadedBy: text("loaded_by").notNull(),
    loadedAt: instant("loaded_at").notNull(),
    /** The last load that found the same entries. */
    seenAt: instant("seen_at").notNull(),
    /** Null for one that became active by itself, or waits. */
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    /** When its cities were written to ClickHouse, for joins; null before that and for other kinds. */
    joinedAt: instant("joined_at"),
  },
  (table) => [
    primaryKey({ columns: [table.platform, table.kind, table.version] }),
    // At most one of each kind is active and one waits; reading all of them reads a few rows.
    uniqueIndex("dictionary_versions_active")
      .on(table.platform, table.kind)
      .where(sql`${table.state} = 'active'`),
    uniqueIndex("dictionary_versions_proposed")
      .on(table.platform, table.kind)
      .where(sql`${table.state} = 'proposed'`),
  ],
);

/** One row each, however many versions have the same entries: reading a dictionary reads one row. */
export const dictionaryContents = sqliteTable("dictionary_contents", {
  hash: text("hash").primaryKey(),
  entries: text("entries", { mode: "json" }).$type<DictionaryEntry[]>().notNull(),
});

export const dictionaryLoads = sqliteTable(
  "dictionary_loads",
  {
    platform: text("platform").$type<Platform>().notNull(),
    /** Name of the address in the platform's adapter. */
    source: text("source").notNull(),
    /** It is to be fetched, not before this; null when nothing is to do. */
    dueAt: instant("due_at"),
    requestedBy: text("requested_by").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** Failed requests in a row. */
    attempts: integer("attempts").notNull().default(0),
    finishedAt: instant("finished_at"),
    outcome: text("outcome").$type<Outcome>(),
    reason: text("reason"),
    /** Entries of the last answer that could not be read. */
    unread: integer("unread").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.platform, table.source] }),
    index("dictionary_loads_due").on(table.dueAt).where(sql`${table.dueAt} is not null`),
  ],
);

export type DictionaryVersion = typeof dictionaryVersions.$inferSelect;
export type DictionaryLoad = typeof dictionaryLoads.$inferSelect;
