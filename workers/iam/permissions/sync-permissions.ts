/**
 * Makes the permissions in D1 those of the registered routes: new ones appear (and are granted to the built-in
 * roles of their scope), removed ones disappear with their grants. Roles and menus of the seed are made where missing.
 */
import { eq, sql } from "drizzle-orm";
import type { Scope } from "../../../shared/contracts/access.ts";
import { menus, permissions, roles } from "../../db/access-schema.ts";
import { facts } from "../../db/auth-schema.ts";
import { type Database, oneBatch } from "../../db/one-batch.ts";
import { hashApiKey } from "../api-keys/api-key.ts";
import { permissionKey } from "./principal.ts";
import { MENU_SEEDS, ROLE_SEEDS } from "./seed.ts";

export interface RoutePermission {
  method: string;
  path: string;
  scope: Scope;
  summary: string;
}

export interface RefreshReport {
  added: string[];
  removed: string[];
  total: number;
}

const FACT = "routes";

/** Version of what the code brings: of the routes and of the seed. */
export const versionOf = (routes: readonly RoutePermission[]): string =>
  hashApiKey(JSON.stringify([routes, ROLE_SEEDS, MENU_SEEDS]));

/** Has this version been refreshed to? One read. */
export async function isRefreshed(db: Database, routes: readonly RoutePermission[]): Promise<boolean> {
  const [row] = await db.select().from(facts).where(eq(facts.name, FACT));
  return row?.value === versionOf(routes);
}

/** Safe to run twice at once: every statement leaves what is there alone. */
export async function refreshPermissions(
  db: Database,
  routes: readonly RoutePermission[],
  now: number,
): Promise<RefreshReport> {
  const [known, knownMenus] = await db.batch([
    db.select().from(permissions),
    db.select({ key: menus.key }).from(menus),
  ]);
  const keyOf = (row: { method: string; path: string }) => permissionKey(row.method, row.path);
  const wanted = new Set(routes.map(keyOf));
  const present = new Set(known.map(keyOf));
  const removed = known.filter((row) => !wanted.has(keyOf(row)));
  const added = routes
    .filter((route) => !present.has(keyOf(route)))
    .map((route) => ({ ...route, id: crypto.randomUUID(), createdAt: now }));
  const addedMenus = MENU_SEEDS.filter(({ key }) => !knownMenus.some((menu) => menu.key === key)).map(
    ({ key }) => key,
  );
  const value = versionOf(routes);
  await oneBatch(db, [
    ...ROLE_SEEDS.map(({ scopes: _, menus: __, ...role }) =>
      db
        .insert(roles)
        .values({ ...role, builtIn: true, createdAt: now, updatedAt: now })
        .onConflictDoNothing(),
    ),
    ...MENU_SEEDS.map(
      (menu, position) =>
        sql`insert into menus (id, parent_id, key, title_en, title_zh, path, icon, position, built_in, created_at, updated_at)
        select ${crypto.randomUUID()}, (select id from menus where key = ${menu.parent}), ${menu.key}, ${menu.titleEn},
          ${menu.titleZh}, ${menu.path}, ${menu.icon}, ${position}, 1, ${now}, ${now}
        where not exists (select 1 from menus where key = ${menu.key})`,
    ),
    ...routes.map((route) =>
      db
        .update(permissions)
        .set({ scope: route.scope, summary: route.summary })
        .where(sql`${permissions.method} = ${route.method} and ${permissions.path} = ${route.path}`),
    ),
    ...added.map((row) => db.insert(permissions).values(row).onConflictDoNothing()),
    ...removed.map(({ id }) => db.delete(permissions).where(eq(permissions.id, id))),
    ...ROLE_SEEDS.filter(({ scopes }) => scopes.length > 0).map(
      ({ name, scopes }) =>
        sql`insert or ignore into role_permissions (role_id, permission_id)
        select r.id, p.id from roles r join permissions p
          on p.scope in (select value from json_each(${JSON.stringify(scopes)}))
          and p.id in (select value from json_each(${JSON.stringify(added.map(({ id }) => id))}))
        where r.name = ${name} and r.built_in = 1`,
    ),
    ...ROLE_SEEDS.map(
      ({ name, menus: granted }) =>
        sql`insert or ignore into role_menus (role_id, menu_id)
        select r.id, m.id from roles r join menus m
          on m.key in (select value from json_each(${JSON.stringify(addedMenus)}))
          and (${granted.includes("*")} or m.key in (select value from json_each(${JSON.stringify(granted)})))
        where r.name = ${name} and r.built_in = 1`,
    ),
    db
      .insert(facts)
      .values({ name: FACT, value, updatedAt: now })
      .onConflictDoUpdate({ target: facts.name, set: { value, updatedAt: now } }),
  ]);
  return {
    added: added.map(keyOf),
    removed: removed.map(keyOf),
    total: routes.length,
  };
}
