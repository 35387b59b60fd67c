/** Reads a principal from D1: one round trip for user, roles, permissions and departments. */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import { permissions, rolePermissions, roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import { departments } from "../../db/department-schema.ts";
import { belowDepartment } from "../../db/tree.ts";
import { heldBy } from "./held-roles.ts";
import { type Principal, permissionKey } from "./principal.ts";

export type Person = Pick<
  Principal,
  | "userId"
  | "username"
  | "departmentId"
  | "superuser"
  | "permissions"
  | "reach"
  | "seesRecruiters"
  | "mustChangePassword"
>;

/** Departments of a user: their own and all living ones below it. */
const departmentsOf = (userId: string) =>
  sql`${departments.id} in (${belowDepartment(
    sql`select u.department_id from users u join departments d on d.id = u.department_id
    where u.id = ${userId} and d.deleted_at is null`,
  )})`;

function widest(userId: string, rows: readonly { reach: string }[], below: string[]): RecordReach {
  const reaches = rows.map(({ reach }) => reach);
  if (reaches.includes("all")) return { kind: "all" };
  if (reaches.includes("department")) return { kind: "departments", departments: below, userId };
  return { kind: "own", userId };
}

/**
 * @param node for a node's key: it has the permissions of the built-in node role, not its owner's
 * @returns null when there is no such user, or they are disabled or deleted
 */
export async function readPerson(
  db: DrizzleD1Database,
  userId: string,
  node: string | null = null,
): Promise<Person | null> {
  const isTheirs: SQL | undefined = node
    ? and(eq(roles.name, "node"), eq(roles.builtIn, true))
    : heldBy(userId);
  const living = and(isTheirs, isNull(roles.deletedAt));
  const [[user], held, granted, below] = await db.batch([
    db.select().from(users).where(eq(users.id, userId)),
    db
      .select({ reach: roles.reach, seesRecruiters: roles.seesRecruiters, superuser: roles.superuser })
      .from(roles)
      .where(living),
    db
      .selectDistinct({ method: permissions.method, path: permissions.path })
      .from(permissions)
      .innerJoin(rolePermissions, eq(rolePermissions.permissionId, permissions.id))
      .innerJoin(roles, eq(roles.id, rolePermissions.roleId))
      .where(living),
    db.select({ id: departments.id }).from(departments).where(departmentsOf(userId)),
  ]);
  if (!user || user.disabled || user.deletedAt !== null) return null;
  const superuser = held.some((role) => role.superuser);
  return {
    userId: user.id,
    username: user.username,
    departmentId: user.departmentId,
    superuser,
    permissions: new Set(granted.map(({ method, path }) => permissionKey(method, path))),
    reach: superuser
      ? { kind: "all" }
      : widest(
          user.id,
          held,
          below.map(({ id }) => id),
        ),
    seesRecruiters: superuser || held.some((role) => role.seesRecruiters),
    mustChangePassword: user.mustChangePassword,
  };
}
