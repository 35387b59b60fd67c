/** What the watch over uploads found (A14): a row when a condition begins, changed when it ends. */
import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { UploadCondition } from "../../shared/domain/upload-watch.ts";
import { id, instant } from "./columns.ts";

export const uploadFindings = sqliteTable(
  "upload_findings",
  {
    id: id(),
    ip: text("ip").notNull(),
    /** Who sent from there last: `node:…` or `user:…`. */
    source: text("source").notNull(),
    kind: text("kind").$type<UploadCondition>().notNull(),
    /** Rows that such a window has as a rule. */
    expected: real("expected").notNull(),
    /** Rows of the window in which it was found. */
    seen: integer("seen").notNull(),
    /** Begin of that window. */
    windowAt: instant("window_at").notNull(),
    foundAt: instant("found_at").notNull(),
    /** Null while it lasts. */
    endedAt: instant("ended_at"),
  },
  (table) => [
    // An address has one condition at a time, whoever looks.
    uniqueIndex("upload_findings_open").on(table.ip).where(sql`${table.endedAt} is null`),
    index("upload_findings_found").on(table.foundAt, table.id),
  ],
);

export type UploadFinding = typeof uploadFindings.$inferSelect;
