/** Push-on (A7): where stored batches are sent on to. */
import { sql } from "drizzle-orm";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DataType } from "../../shared/contracts/platform.ts";
import { id, lifetime } from "./columns.ts";

export const pushTargets = sqliteTable(
  "push_targets",
  {
    id: id(),
    /** Unique among the living. */
    name: text("name").notNull(),
    dataType: text("data_type").$type<DataType>().notNull(),
    url: text("url").notNull(),
    /** Of the signature; sealed, the vault alone opens it. */
    secret: text("secret").notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    ...lifetime(),
  },
  (table) => [
    uniqueIndex("push_targets_name").on(table.name).where(sql`${table.deletedAt} is null`),
    // A data type is sent to one target.
    uniqueIndex("push_targets_data_type")
      .on(table.dataType)
      .where(sql`${table.deletedAt} is null and ${table.enabled} = 1`),
  ],
);

export type PushTarget = typeof pushTargets.$inferSelect;
