/** Writes by users and programs. Triggers in the migration reject every update, and deletions before 180 days. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { instant } from "./columns.ts";

export const auditLog = sqliteTable(
  "audit_log",
  {
    /** Increases; gives the order of the log. */
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    at: instant("at").notNull(),
    /** Null when nobody was signed in. */
    userId: text("user_id"),
    /** User name, followed by the name of the key or node when a program called. */
    actor: text("actor").notNull(),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    method: text("method").notNull(),
    /** Path pattern. */
    route: text("route").notNull(),
    path: text("path").notNull(),
    status: integer("status").notNull(),
    requestId: text("request_id").notNull(),
    /** For example `user.update`; null when the route gives no action. */
    action: text("action"),
    /** The record it was done to, for example `user:<id>`. */
    record: text("record"),
    /** JSON with secrets removed. */
    before: text("before"),
    after: text("after"),
  },
  (table) => [
    index("audit_log_at").on(table.at),
    index("audit_log_user").on(table.userId, table.seq),
    index("audit_log_record").on(table.record, table.seq),
    index("audit_log_action").on(table.action, table.seq),
  ],
);
