/** Menus of the dashboard in D1: a tree. */
import { and, eq, isNull } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { ApiError } from "../../../shared/errors/codes.ts";
import { menus } from "../../db/access-schema.ts";
import { mustHold } from "../../db/conditions.ts";
import type { Database } from "../../db/one-batch.ts";
import { inTreeOrder, notInItself } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";
import { fieldConflict, fieldError } from "../problem.ts";

export type MenuRow = typeof menus.$inferSelect;
export type NewMenu = Pick<
  MenuRow,
  "parentId" | "key" | "titleEn" | "titleZh" | "path" | "icon" | "position"
>;

/** The whole tree, in its order. */
export async function listMenuRows(db: DrizzleD1Database, includeDeleted: boolean): Promise<MenuRow[]> {
  const rows = await db
    .select()
    .from(menus)
    .where(includeDeleted ? undefined : isNull(menus.deletedAt));
  return inTreeOrder(rows, ({ key }) => key);
}

export async function findMenu(db: DrizzleD1Database, id: string): Promise<MenuRow | null> {
  const [menu] = await db.select().from(menus).where(eq(menus.id, id));
  return menu ?? null;
}

const write = (db: Database, queries: Queries): Promise<void> =>
  writeBatch(db, queries, {
    broken: () => fieldError("parent_id", "is the menu itself or one below it"),
    taken: () => fieldConflict("key", "is taken by another menu"),
  });

/** @returns the new id @throws ApiError conflict when a living menu has the key */
export async function insertMenu(db: Database, menu: NewMenu, now: number): Promise<string> {
  const id = crypto.randomUUID();
  await write(db, [db.insert(menus).values({ ...menu, id, createdAt: now, updatedAt: now })]);
  return id;
}

/** @throws ApiError conflict when a living menu has the key; validation_failed for a place below itself */
export const updateMenuRow = (
  db: Database,
  id: string,
  change: Partial<NewMenu>,
  now: number,
): Promise<void> =>
  write(db, [
    db
      .update(menus)
      .set({ ...change, updatedAt: now })
      .where(eq(menus.id, id)),
    mustHold(notInItself(menus, id)),
  ]);

/** @throws ApiError conflict naming the living menus below it */
export async function deleteMenuRow(db: Database, id: string, now: number): Promise<void> {
  const below = await db
    .select({ key: menus.key })
    .from(menus)
    .where(and(eq(menus.parentId, id), isNull(menus.deletedAt)));
  if (below.length > 0) {
    throw new ApiError(
      "conflict",
      `the menu still has others below it: ${below.map(({ key }) => key).join(", ")}`,
    );
  }
  await write(db, [db.update(menus).set({ deletedAt: now, updatedAt: now }).where(eq(menus.id, id))]);
}

/** @throws ApiError conflict when a living menu took the key meanwhile */
export const restoreMenuRow = (db: Database, id: string, now: number): Promise<void> =>
  write(db, [db.update(menus).set({ deletedAt: null, updatedAt: now }).where(eq(menus.id, id))]);
