/** Columns that many tables of D1 share. */
import { integer, text } from "drizzle-orm/sqlite-core";

/** Unix milliseconds. */
export const instant = (name: string) => integer(name, { mode: "number" });

/** UUID (E1). */
export const id = () =>
  text("id")
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID());

/** When it came, changed and went; a row that went stays (soft delete, E1). */
export const lifetime = () => ({
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  deletedAt: instant("deleted_at"),
});
