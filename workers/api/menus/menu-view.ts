import { z } from "@hono/zod-openapi";
import { fieldError } from "../../../shared/errors/validation.ts";
import type { Menu } from "../../db/access-schema.ts";
import type { MenuStore } from "../../iam/directory/menu-store.ts";
import { Id, lifetime, lifetimeOf, Position, SingleLineText } from "../http/fields.ts";

/** A menu as the dashboard draws it. */
export const MenuItem = z.object({
  id: z.uuid(),
  parent_id: z.uuid().nullable(),
  key: z.string(),
  title_en: z.string(),
  title_zh: z.string(),
  path: z.string().nullable(),
  icon: z.string().nullable(),
  position: z.number().int(),
});

export const menuItem = (menu: Menu): z.infer<typeof MenuItem> => ({
  id: menu.id,
  parent_id: menu.parentId,
  key: menu.key,
  title_en: menu.titleEn,
  title_zh: menu.titleZh,
  path: menu.path,
  icon: menu.icon,
  position: menu.position,
});

export const MenuView = MenuItem.extend({ built_in: z.boolean(), ...lifetime });

export const menuView = (menu: Menu): z.infer<typeof MenuView> => ({
  ...menuItem(menu),
  built_in: menu.builtIn,
  ...lifetimeOf(menu),
});

export const menuFields = {
  parent_id: Id.nullable(),
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "is not 1 to 40 of a-z, 0-9, - beginning with a letter"),
  title_en: SingleLineText,
  title_zh: SingleLineText,
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

/** @throws ApiError validation_failed when it is not an existing, undeleted menu */
export async function checkMenuParent(
  menus: Pick<MenuStore, "find">,
  parentId: string | null,
): Promise<void> {
  const parent = parentId === null ? null : await menus.find(parentId);
  if (parentId !== null && (!parent || parent.deletedAt !== null)) {
    throw fieldError("parent_id", "is not a menu");
  }
}
