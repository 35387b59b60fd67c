/** Files of tasks, which lie in R2: a row each, so that what an owner has is counted where two uploads cannot race. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";

export const FILE_FORMATS = ["csv", "jsonl"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export const taskFiles = sqliteTable(
  "task_files",
  {
    id: id(),
    /** Empty for the system. */
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    format: text("format", { enum: FILE_FORMATS }).notNull(),
    bytes: integer("bytes").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("task_files_owner").on(table.ownerId, table.createdAt, table.id)],
);
export type TaskFileRow = typeof taskFiles.$inferSelect;
