/** Anomalies found by the watch over uploads (A14). A row is inserted when a condition begins and updated when it ends. */
import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { UploadCondition } from "../../shared/domain/upload-watch.ts";
import { id, instant } from "./columns.ts";

export const uploadFindings = sqliteTable(
  "upload_findings",
  {
    id: id(),
    ip: text("ip").notNull(),
    /** The last sender from this address: `node:…` or `user:…`. */
    source: text("source").notNull(),
    kind: text("kind").$type<UploadCondition>().notNull(),
    /** Rows that a window usually has. */
    expected: real("expected").notNull(),
    /** Rows in the window in which the condition was found. */
    seen: integer("seen").notNull(),
    /** Start of that window. */
    windowAt: instant("window_at").notNull(),
    foundAt: instant("found_at").notNull(),
    /** Null while the condition lasts. */
    endedAt: instant("ended_at"),
  },
  (table) => [
    // An address has at most one open condition, also when two watches run at once.
    uniqueIndex("upload_findings_open").on(table.ip).where(sql`${table.endedAt} is null`),
    index("upload_findings_found").on(table.foundAt, table.id),
  ],
);

export type UploadFinding = typeof uploadFindings.$inferSelect;
