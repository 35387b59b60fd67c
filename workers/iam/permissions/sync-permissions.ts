/**
 * Makes the permissions in D1 equal to the registered routes: adds new ones and grants them to the built-in roles
 * with their scope, and deletes those without a route together with their grants. Adds missing seed roles and menus, and moves the menus that nobody has edited.
 */
import { eq, sql } from "drizzle-orm";
import type { Scope } from "../../../shared/contracts/access.ts";
import { sha256Hex } from "../../../shared/domain/sha256.ts";
import { menus, permissions, roles } from "../../db/access-schema.ts";
import { metadata } from "../../db/auth-schema.ts";
import { type Database, runBatch } from "../../db/run-batch.ts";
import { permissionKey } from "./principal.ts";
import { MENU_SEEDS, type MenuSeed, ROLE_SEEDS } from "./seed.ts";

export interface RoutePermission {
  method: string;
  path: string;
  scope: Scope;
  summary: string;
}

export interface SyncReport {
  added: string[];
  removed: string[];
  total: number;
}

/** Key of the version in the metadata table. */
const VERSION_NAME = "routes";

/** A hash of the routes and the seed in this code. */
export const versionOf = (routes: readonly RoutePermission[]): string =>
  sha256Hex(JSON.stringify([routes, ROLE_SEEDS, MENU_SEEDS]));

/** True when D1 holds this version. Reads one row. */
export async function isSynced(db: Database, routes: readonly RoutePermission[]): Promise<boolean> {
  const [row] = await db.select().from(metadata).where(eq(metadata.name, VERSION_NAME));
  return row?.value === versionOf(routes);
}

/**
 * A menu that nobody has edited stands where this version of the code puts it, unless somebody deleted its group or put that
 * below another menu.
 */
function followSeed({ key, parent, titleEn, titleZh, path, icon }: MenuSeed, position: number) {
  const group = sql`(select id from menus where key = ${parent} and parent_id is null and deleted_at is null)`;
  return sql`update menus
    set parent_id = ${group}, title_en = ${titleEn}, title_zh = ${titleZh}, path = ${path}, icon = ${icon},
      position = ${position}
    where key = ${key} and built_in = 1 and deleted_at is null and updated_at = created_at
      and (${parent} is null or ${group} is not null)
      and (position != ${position} or title_en != ${titleEn} or title_zh != ${titleZh} or path is not ${path}
        or icon is not ${icon} or parent_id is not ${group})`;
}

/** May run twice at once: no statement changes a row that is already right. */
export async function syncPermissions(
  db: Database,
  routes: readonly RoutePermission[],
  now: number,
): Promise<SyncReport> {
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
  await runBatch(db, [
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
    ...MENU_SEEDS.map((menu, position) => followSeed(menu, position)),
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
      .insert(metadata)
      .values({ name: VERSION_NAME, value, updatedAt: now })
      .onConflictDoUpdate({ target: metadata.name, set: { value, updatedAt: now } }),
  ]);
  return {
    added: added.map(keyOf),
    removed: removed.map(keyOf),
    total: routes.length,
  };
}
