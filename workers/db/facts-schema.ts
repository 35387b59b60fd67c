/** How far the tables for search and figures are current: one row for each, written once a refresh. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "./columns.ts";

export const factRefreshes = sqliteTable("fact_refreshes", {
  /** What is refreshed: the table, the figures made from it, or the check of both. */
  name: text("name").primaryKey(),
  /** Changes up to this moment of ClickHouse's clock are in it. */
  through: instant("through").notNull(),
  /** When the last refresh began and ended, by our clock. */
  startedAt: instant("started_at").notNull(),
  finishedAt: instant("finished_at").notNull(),
  /** Rows that the last refresh wrote. */
  rows: integer("rows").notNull(),
  /** Why the refresh after that failed; it is tried again every minute. Null after one that went well. */
  error: text("error"),
});

export type FactRefresh = typeof factRefreshes.$inferSelect;
