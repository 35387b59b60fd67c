/** Re-cleans: one row each, written when one begins, at each page of keys, and when a person decides. */
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DataType, Platform } from "../../shared/contracts/platform.ts";
import type { FieldCount, RecleanCounts, RecleanState } from "../../shared/contracts/recleans.ts";
import { id, instant } from "./columns.ts";

export const recleans = sqliteTable(
  "recleans",
  {
    id: id(),
    platform: text("platform").$type<Platform>().notNull(),
    dataType: text("data_type").$type<DataType>().notNull(),
    /** First and last day of China Standard Time, `2026-11-22`. */
    firstDay: text("first_day").notNull(),
    lastDay: text("last_day").notNull(),
    /** Percent of the keys that are checked. */
    sample: integer("sample").notNull(),
    /** The parser's version: a run that another version would go on with fails. */
    parserVersion: integer("parser_version").notNull(),
    state: text("state").$type<RecleanState>().notNull(),
    /** A person has agreed to write what the check finds. */
    confirmed: integer("confirmed", { mode: "boolean" }).notNull().default(false),
    /** Keys listed; null before. */
    keysTotal: integer("keys_total"),
    /** Keys done in this state. */
    keysDone: integer("keys_done").notNull().default(0),
    /** The last key done in this state. */
    afterKey: text("after_key").notNull().default(""),
    counts: text("counts", { mode: "json" }).$type<RecleanCounts>().notNull(),
    fields: text("fields", { mode: "json" }).$type<FieldCount[]>().notNull().default([]),
    /** Steps since the last progress. */
    attempts: integer("attempts").notNull().default(0),
    /** Fence of the lock under which the row was last written: an older holder writes nothing. */
    fence: integer("fence").notNull().default(0),
    error: text("error"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    checkedAt: instant("checked_at"),
    startedBy: text("started_by"),
    startedAt: instant("started_at"),
    undoneBy: text("undone_by"),
    undoneAt: instant("undone_at"),
    finishedAt: instant("finished_at"),
  },
  (table) => [
    index("recleans_created").on(table.createdAt, table.id),
    // Two runs that move over the same rows would each compare with what the other writes.
    uniqueIndex("recleans_moving")
      .on(table.platform, table.dataType)
      .where(sql`state in ('checking', 'applying', 'undoing')`),
  ],
);

export type RecleanRecord = typeof recleans.$inferSelect;
