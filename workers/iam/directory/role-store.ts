/** Roles in D1, with what they grant and how many users have them. */
import { asc, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Reach } from "../../../shared/contracts/access.ts";
import { menus, permissions, roleMenus, rolePermissions, roles } from "../../db/access-schema.ts";
import { within } from "../../db/conditions.ts";
import type { Database } from "../../db/one-batch.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";
import type { RouteGrant } from "../permissions/grant-limits.ts";
import { checkFound, fieldConflict } from "../problem.ts";

export type RoleRow = typeof roles.$inferSelect & {
  permissionIds: string[];
  menuIds: string[];
  /** Living ones. */
  users: number;
};

async function read(db: DrizzleD1Database, where: SQL | undefined): Promise<RoleRow[]> {
  const [rows, granted, shown] = await db.batch([
    db
      .select({
        ...getTableColumns(roles),
        users: sql<number>`(select count(*) from user_roles ur join users u on u.id = ur.user_id
          where ur.role_id = roles.id and u.deleted_at is null)`,
      })
      .from(roles)
      .where(where)
      .orderBy(asc(roles.name), asc(roles.createdAt)),
    db
      .select({ roleId: rolePermissions.roleId, id: rolePermissions.permissionId })
      .from(rolePermissions)
      .innerJoin(roles, eq(roles.id, rolePermissions.roleId))
      .innerJoin(permissions, eq(permissions.id, rolePermissions.permissionId))
      .where(where)
      .orderBy(asc(permissions.path), asc(permissions.method)),
    db
      .select({ roleId: roleMenus.roleId, id: roleMenus.menuId })
      .from(roleMenus)
      .innerJoin(roles, eq(roles.id, roleMenus.roleId))
      .where(where)
      .orderBy(asc(roleMenus.menuId)),
  ]);
  const grantedTo = Map.groupBy(granted, ({ roleId }) => roleId);
  const shownTo = Map.groupBy(shown, ({ roleId }) => roleId);
  return rows.map((role) => ({
    ...role,
    permissionIds: (grantedTo.get(role.id) ?? []).map(({ id }) => id),
    menuIds: (shownTo.get(role.id) ?? []).map(({ id }) => id),
  }));
}

/** By name. */
export const listRoleRows = (db: DrizzleD1Database, includeDeleted: boolean): Promise<RoleRow[]> =>
  read(db, includeDeleted ? undefined : isNull(roles.deletedAt));

export async function findRole(db: DrizzleD1Database, id: string): Promise<RoleRow | null> {
  const [role] = await read(db, eq(roles.id, id));
  return role ?? null;
}

export interface RoleChange {
  name?: string;
  description?: string;
  reach?: Reach;
  seesRecruiters?: boolean;
  /** All of them: the others are taken away. */
  permissionIds?: readonly string[];
  menuIds?: readonly string[];
}

const replaceGrants = (
  table: "role_permissions" | "role_menus",
  column: "permission_id" | "menu_id",
  roleId: string,
  ids: readonly string[] | undefined,
) =>
  ids === undefined
    ? []
    : [
        sql`delete from ${sql.identifier(table)} where role_id = ${roleId}`,
        sql`insert or ignore into ${sql.identifier(table)} (role_id, ${sql.identifier(column)})
          select ${roleId}, value from json_each(${JSON.stringify(ids)})`,
      ];

const write = (db: Database, queries: Queries): Promise<void> =>
  writeBatch(db, queries, { taken: () => fieldConflict("name", "is taken by another role") });

const grantsOf = (id: string, { permissionIds, menuIds }: RoleChange) => [
  ...replaceGrants("role_permissions", "permission_id", id, permissionIds),
  ...replaceGrants("role_menus", "menu_id", id, menuIds),
];

/** @returns the new id @throws ApiError conflict when a living role has the name */
export async function insertRole(db: Database, role: Required<RoleChange>, now: number): Promise<string> {
  const id = crypto.randomUUID();
  const { name, description, reach, seesRecruiters } = role;
  await write(db, [
    db.insert(roles).values({ id, name, description, reach, seesRecruiters, createdAt: now, updatedAt: now }),
    ...grantsOf(id, role),
  ]);
  return id;
}

/** @throws ApiError conflict when a living role has the name */
export const updateRoleRow = (db: Database, id: string, change: RoleChange, now: number): Promise<void> => {
  const { permissionIds: _, menuIds: __, ...fields } = change;
  return write(db, [
    db
      .update(roles)
      .set({ ...fields, updatedAt: now })
      .where(eq(roles.id, id)),
    ...grantsOf(id, change),
  ]);
};

/** @throws ApiError conflict when a living role took the name meanwhile */
export const setRoleDeleted = (
  db: Database,
  id: string,
  deletedAt: number | null,
  now: number,
): Promise<void> => write(db, [db.update(roles).set({ deletedAt, updatedAt: now }).where(eq(roles.id, id))]);

/** @throws ApiError validation_failed for an id of no permission */
export async function readGrants(db: DrizzleD1Database, ids: readonly string[]): Promise<RouteGrant[]> {
  const found = await db.select().from(permissions).where(within(permissions.id, ids));
  checkFound("permission_ids", ids, found, "permission");
  return found;
}

/** @throws ApiError validation_failed for an id of no living menu */
export async function checkMenuIds(db: DrizzleD1Database, ids: readonly string[]): Promise<void> {
  const found = await db
    .select({ id: menus.id })
    .from(menus)
    .where(sql`${within(menus.id, ids)} and ${menus.deletedAt} is null`);
  checkFound("menu_ids", ids, found, "menu");
}
