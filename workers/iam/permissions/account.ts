/** The caller's own account. */
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { type Menu, menus, permissions, roleMenus, roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { inTreeOrder } from "../../db/tree.ts";
import { heldBy } from "./held-roles.ts";
import { may, type Principal, permissionKey } from "./principal.ts";

export interface Account {
  user: {
    id: string;
    username: string;
    name: string;
    email: string;
    department: { id: string; name: string } | null;
    twoFactorEnabled: boolean;
  };
  /** Names of the user's roles; for a node's key only `node`. */
  roles: string[];
  /** `METHOD /path/{pattern}` of every route that the caller may use. */
  permissions: string[];
  /** The menus that the dashboard shows, in tree order. */
  menus: Menu[];
}

/** The granted menus and their parents, so that every menu hangs below a root. */
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

/** Reads the account in one round trip. */
export async function readAccount(db: Database, principal: Principal): Promise<Account> {
  const theirs = and(heldBy(principal.userId), isNull(roles.deletedAt));
  // No joins of columns with the same name: in a batch D1 returns rows as objects, so one would overwrite the other.
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
      twoFactorEnabled: user.twoFactorEnabled,
    },
    roles: principal.node ? ["node"] : held.map(({ name }) => name),
    permissions: routes
      .filter(({ method, path, scope }) => may(principal, permissionKey(method, path), scope))
      .map(({ method, path }) => permissionKey(method, path)),
    menus: inTreeOrder(withParents(all, granted), ({ key }) => key),
  };
}
