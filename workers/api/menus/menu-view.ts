import { z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Database } from "../../db/one-batch.ts";
import { findMenu, type MenuRow } from "../../iam/directory/menu-store.ts";
import { menuView as base, MenuView as MenuBase } from "../../iam/permissions/account.ts";
import { fieldError } from "../../iam/problem.ts";
import { Id, Line, lifetime, lifetimeOf, Position } from "../http/fields.ts";

export const MenuView = MenuBase.extend({ built_in: z.boolean(), ...lifetime });

export const menuView = (menu: MenuRow): z.infer<typeof MenuView> => ({
  ...base(menu),
  built_in: menu.builtIn,
  ...lifetimeOf(menu),
});

export const menuFields = {
  parent_id: Id.nullable(),
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "is not 1 to 40 of a-z, 0-9, - beginning with a letter"),
  title_en: Line,
  title_zh: Line,
  path: z
    .string()
    .regex(/^\/(?!\/)[\w/-]{0,199}$/, "is not a path of the dashboard, for example /users")
    .nullable()
    .describe("Path in the dashboard; null for a group"),
  icon: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "is not the name of an icon")
    .nullable(),
  position: Position,
};

/** @throws ApiError not_found */
export async function existingMenu(db: Database, id: string): Promise<MenuRow> {
  const menu = await findMenu(db, id);
  if (!menu) throw new ApiError("not_found", `no menu ${id}`);
  return menu;
}

/** @throws ApiError validation_failed when it is no living menu */
export async function checkMenuParent(db: Database, parentId: string | null): Promise<void> {
  const parent = parentId === null ? null : await findMenu(db, parentId);
  if (parentId !== null && (!parent || parent.deletedAt !== null)) {
    throw fieldError("parent_id", "is not a menu");
  }
}
