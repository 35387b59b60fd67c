/** Push (A7): receivers of stored batches. */
import { sql } from "drizzle-orm";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DataType } from "../../shared/contracts/platform.ts";
import { id, instant, lifetime } from "./columns.ts";

export const pushTargets = sqliteTable(
  "push_targets",
  {
    id: id(),
    /** Unique among targets that are not deleted. */
    name: text("name").notNull(),
    dataType: text("data_type").$type<DataType>().notNull(),
    url: text("url").notNull(),
    /** Secret of the signature, encrypted by the vault; while it is being replaced, a space and the one before follow. */
    secret: text("secret").notNull(),
    /** Until then the secret before signs too; null with one secret. */
    overlapUntil: instant("overlap_until"),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    ...lifetime(),
  },
  (table) => [
    uniqueIndex("push_targets_name").on(table.name).where(sql`${table.deletedAt} is null`),
    // At most one target is enabled for a data type.
    uniqueIndex("push_targets_data_type")
      .on(table.dataType)
      .where(sql`${table.deletedAt} is null and ${table.enabled} = 1`),
  ],
);

export type PushTarget = typeof pushTargets.$inferSelect;
