import { type AnySQLiteColumn, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, lifetime } from "./columns.ts";

/** A tree. A name is unique among siblings that are not deleted, by an index of migration 0002 that drizzle-kit can't write. */
export const departments = sqliteTable("departments", {
  id: id(),
  parentId: text("parent_id").references((): AnySQLiteColumn => departments.id),
  name: text("name").notNull(),
  position: integer("position").notNull().default(0),
  ...lifetime(),
});
