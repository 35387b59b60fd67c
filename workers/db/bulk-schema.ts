/** Bulk actions: one row each, written when one begins and when it ends. Their objects hold the selection and results. */
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { BulkAction, BulkNoun } from "../../shared/contracts/bulk.ts";
import { id, instant } from "./columns.ts";

export const bulkActions = sqliteTable(
  "bulk_actions",
  {
    id: id(),
    noun: text("noun").$type<BulkNoun>().notNull(),
    action: text("action").notNull(),
    ownerId: text("owner_id").notNull(),
    departmentId: text("department_id"),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Null while it goes on: its object then says how far it is. */
    endedAt: instant("ended_at"),
    /** How it ended; it stays when the object has deleted the results. */
    ending: text("ending", { mode: "json" }).$type<BulkAction>(),
  },
  (table) => [
    index("bulk_actions_created").on(table.createdAt, table.id),
    index("bulk_actions_owner").on(table.ownerId, table.endedAt),
  ],
);

export type BulkRecord = typeof bulkActions.$inferSelect;
