/** Columns used in many tables of D1. */
import { integer, text } from "drizzle-orm/sqlite-core";

/** Unix milliseconds. */
export const instant = (name: string) => integer(name, { mode: "number" });

/** UUID (E1). */
export const id = () =>
  text("id")
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID());

/** Creation, last change and deletion; a deleted row stays in the table (soft delete, E1). */
export const lifetime = () => ({
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  deletedAt: instant("deleted_at"),
});
