/** The caller's own account, as /auth/me shows it. */
import { z } from "@hono/zod-openapi";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { menus, permissions, roleMenus, roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import { departments } from "../../db/department-schema.ts";
import { inTreeOrder } from "../../db/tree.ts";
import { heldBy } from "./held-roles.ts";
import { may, type Principal, permissionKey } from "./principal.ts";

export const MenuView = z.object({
  id: z.uuid(),
  parent_id: z.uuid().nullable(),
  key: z.string(),
  title_en: z.string(),
  title_zh: z.string(),
  path: z.string().nullable(),
  icon: z.string().nullable(),
  position: z.number().int(),
});

type Menu = typeof menus.$inferSelect;

export const menuView = (menu: Menu): z.infer<typeof MenuView> => ({
  id: menu.id,
  parent_id: menu.parentId,
  key: menu.key,
  title_en: menu.titleEn,
  title_zh: menu.titleZh,
  path: menu.path,
  icon: menu.icon,
  position: menu.position,
});

/** Granted menus with the groups above them, so that none hangs in the air. */
function withParents(all: readonly Menu[], granted: ReadonlySet<string>): Menu[] {
  const byId = new Map(all.map((menu) => [menu.id, menu]));
  const kept = new Set<string>();
  for (const id of granted) {
    for (let menu = byId.get(id); menu && !kept.has(menu.id); menu = byId.get(menu.parentId ?? "")) {
      kept.add(menu.id);
    }
  }
  return all.filter(({ id }) => kept.has(id));
}

export async function readAccount(db: DrizzleD1Database, principal: Principal) {
  const theirs = and(heldBy(principal.userId), isNull(roles.deletedAt));
  // No joins of columns with the same name here: in a batch D1 answers objects, so that one hides the other.
  const [[user], [department], held, all, grantedMenus, routes] = await db.batch([
    db.select().from(users).where(eq(users.id, principal.userId)),
    db
      .select({ id: departments.id, name: departments.name })
      .from(departments)
      .where(
        sql`${departments.id} = (select ${users.departmentId} from ${users} where ${users.id} = ${principal.userId})`,
      ),
    db.select({ name: roles.name }).from(roles).where(theirs).orderBy(asc(roles.name)),
    db.select().from(menus).where(isNull(menus.deletedAt)),
    db
      .select({ id: roleMenus.menuId })
      .from(roleMenus)
      .innerJoin(roles, eq(roles.id, roleMenus.roleId))
      .where(theirs),
    db
      .select({ method: permissions.method, path: permissions.path, scope: permissions.scope })
      .from(permissions)
      .orderBy(asc(permissions.path), asc(permissions.method)),
  ]);
  if (!user) throw new Error("the caller's account is gone");

  const granted = new Set(principal.superuser ? all.map(({ id }) => id) : grantedMenus.map(({ id }) => id));
  return {
    user: {
      id: user.id,
      username: user.username,
      name: user.name,
      email: user.email,
      department: department ?? null,
      two_factor_enabled: user.twoFactorEnabled,
    },
    kind: principal.keyId ? ("key" as const) : ("person" as const),
    node: principal.node,
    roles: principal.node ? ["node"] : held.map(({ name }) => name),
    superuser: principal.superuser,
    reach: principal.reach.kind === "departments" ? ("department" as const) : principal.reach.kind,
    sees_recruiters: principal.seesRecruiters,
    password_change_required: principal.mustChangePassword,
    scopes: principal.scopes ? [...principal.scopes].sort() : null,
    permissions: routes
      .filter(({ method, path, scope }) => may(principal, permissionKey(method, path), scope))
      .map(({ method, path }) => permissionKey(method, path)),
    menus: inTreeOrder(withParents(all, granted), ({ key }) => key).map(menuView),
  };
}
