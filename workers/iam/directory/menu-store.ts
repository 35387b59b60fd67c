/** Menus of the dashboard in D1: a tree. */
import { and, eq, isNull } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldConflict, fieldError } from "../../../shared/errors/validation.ts";
import { type Menu, menus } from "../../db/access-schema.ts";
import { assertInBatch } from "../../db/conditions.ts";
import type { Database } from "../../db/run-batch.ts";
import { inTreeOrder, notInItself } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";

export type NewMenu = Pick<Menu, "parentId" | "key" | "titleEn" | "titleZh" | "path" | "icon" | "position">;

export interface MenuStore {
  /** The whole tree, in its order. */
  list(includeDeleted: boolean): Promise<Menu[]>;
  find(id: string): Promise<Menu | null>;
  /** @throws ApiError not_found */
  get(id: string): Promise<Menu>;
  /** @returns the new id @throws ApiError conflict when another menu has the key */
  create(menu: NewMenu): Promise<string>;
  /** @throws ApiError conflict when another menu has the key; validation_failed for a place below itself */
  update(id: string, change: Partial<NewMenu>): Promise<void>;
  /** @throws ApiError conflict naming the menus below it that are not deleted */
  delete(id: string): Promise<void>;
  /** @throws ApiError conflict when another menu has taken the key */
  restore(id: string): Promise<void>;
}

/** @param now Unix ms */
export function createMenuStore(db: Database, now: () => number): MenuStore {
  const write = (queries: Queries): Promise<void> =>
    writeBatch(db, queries, {
      asserted: () => fieldError("parent_id", "is the menu itself or one below it"),
      taken: () => fieldConflict("key", "is taken by another menu"),
    });

  async function find(id: string): Promise<Menu | null> {
    const [menu] = await db.select().from(menus).where(eq(menus.id, id));
    return menu ?? null;
  }

  return {
    async list(includeDeleted) {
      const rows = await db
        .select()
        .from(menus)
        .where(includeDeleted ? undefined : isNull(menus.deletedAt));
      return inTreeOrder(rows, ({ key }) => key);
    },
    find,
    async get(id) {
      const menu = await find(id);
      if (!menu) throw new ApiError("not_found", `no menu ${id}`);
      return menu;
    },
    async create(menu) {
      const id = crypto.randomUUID();
      const at = now();
      await write([db.insert(menus).values({ ...menu, id, createdAt: at, updatedAt: at })]);
      return id;
    },
    update: (id, change) =>
      write([
        db
          .update(menus)
          .set({ ...change, updatedAt: now() })
          .where(eq(menus.id, id)),
        assertInBatch(notInItself(menus, id)),
      ]),
    async delete(id) {
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
      const at = now();
      await write([db.update(menus).set({ deletedAt: at, updatedAt: at }).where(eq(menus.id, id))]);
    },
    restore: (id) =>
      write([db.update(menus).set({ deletedAt: null, updatedAt: now() }).where(eq(menus.id, id))]),
  };
}
