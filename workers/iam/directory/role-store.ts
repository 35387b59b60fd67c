/** Roles in D1, with their permissions, their menus and the number of their users. */
import { asc, eq, getTableColumns, isNull, type SQL, sql } from "drizzle-orm";
import type { Reach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldConflict } from "../../../shared/errors/validation.ts";
import { permissions, roleMenus, rolePermissions, roles } from "../../db/access-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";

export type RoleRecord = typeof roles.$inferSelect & {
  permissionIds: string[];
  menuIds: string[];
  /** Users with the role, deleted ones excluded. */
  users: number;
};

export interface RoleChange {
  name?: string;
  description?: string;
  reach?: Reach;
  seesRecruiters?: boolean;
  /** The complete list; permissions not in it are taken away. */
  permissionIds?: readonly string[];
  /** The complete list; menus not in it are taken away. */
  menuIds?: readonly string[];
}

export interface RoleStore {
  /** By name. */
  list(includeDeleted: boolean): Promise<RoleRecord[]>;
  /** @throws ApiError not_found */
  get(id: string): Promise<RoleRecord>;
  /** @returns the new id @throws ApiError conflict when another role has the name */
  create(role: Required<RoleChange>): Promise<string>;
  /** @throws ApiError conflict when another role has the name */
  update(id: string, change: RoleChange): Promise<void>;
  delete(id: string): Promise<void>;
  /** @throws ApiError conflict when another role has taken the name */
  restore(id: string): Promise<void>;
}

async function read(db: Database, where: SQL | undefined): Promise<RoleRecord[]> {
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

const replaceAllGrants = (id: string, { permissionIds, menuIds }: RoleChange) => [
  ...replaceGrants("role_permissions", "permission_id", id, permissionIds),
  ...replaceGrants("role_menus", "menu_id", id, menuIds),
];

/** @param now Unix ms */
export function createRoleStore(db: Database, now: () => number): RoleStore {
  const write = (queries: Queries): Promise<void> =>
    writeBatch(db, queries, { taken: () => fieldConflict("name", "is taken by another role") });

  const setDeletedAt = (id: string, deletedAt: number | null, at: number) =>
    write([db.update(roles).set({ deletedAt, updatedAt: at }).where(eq(roles.id, id))]);

  return {
    list: (includeDeleted) => read(db, includeDeleted ? undefined : isNull(roles.deletedAt)),
    async get(id) {
      const [role] = await read(db, eq(roles.id, id));
      if (!role) throw new ApiError("not_found", `no role ${id}`);
      return role;
    },
    async create(role) {
      const [id, at] = [crypto.randomUUID(), now()];
      const { name, description, reach, seesRecruiters } = role;
      await write([
        db
          .insert(roles)
          .values({ id, name, description, reach, seesRecruiters, createdAt: at, updatedAt: at }),
        ...replaceAllGrants(id, role),
      ]);
      return id;
    },
    update(id, change) {
      const { permissionIds: _, menuIds: __, ...fields } = change;
      return write([
        db
          .update(roles)
          .set({ ...fields, updatedAt: now() })
          .where(eq(roles.id, id)),
        ...replaceAllGrants(id, change),
      ]);
    },
    delete(id) {
      const at = now();
      return setDeletedAt(id, at, at);
    },
    restore: (id) => setDeletedAt(id, null, now()),
  };
}
