/** Reads from D1 what a principal may do: user, roles, permissions and departments in one round trip. */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import { permissions, rolePermissions, roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { belowDepartment } from "../../db/tree.ts";
import { type GrantStore, nodeKeyProblem } from "./grant-limits.ts";
import { heldBy } from "./held-roles.ts";
import { type Principal, permissionKey } from "./principal.ts";

export type PrincipalRecord = Pick<
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

/** True for the user's department and all departments below it, deleted ones excluded. */
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

export interface PrincipalStore {
  /** @returns null when there is no such user, or the user is disabled or deleted */
  find(userId: string): Promise<PrincipalRecord | null>;
  /**
   * A node's key has the permissions of the built-in node role instead of its owner's.
   * @param scopes of the key
   * @returns null as in `find`; "no longer" when the owner lacks something that was needed to make the key
   */
  findNode(userId: string, scopes: readonly string[]): Promise<PrincipalRecord | "no longer" | null>;
}

export const createPrincipalStore = (db: Database, grants: GrantStore): PrincipalStore => ({
  find: (userId) => readPrincipal(db, userId, heldBy(userId)),
  async findNode(userId, scopes) {
    const [node, owner, granted] = await Promise.all([
      readPrincipal(db, userId, and(eq(roles.name, "node"), eq(roles.builtIn, true))),
      readPrincipal(db, userId, heldBy(userId)),
      grants.grantsOfBuiltInRole("node"),
    ]);
    if (!node || !owner) return null;
    return nodeKeyProblem({ ...owner, scopes: null }, granted, scopes) === null ? node : "no longer";
  },
});

async function readPrincipal(
  db: Database,
  userId: string,
  isTheirs: SQL | undefined,
): Promise<PrincipalRecord | null> {
  const active = and(isTheirs, isNull(roles.deletedAt));
  const [[user], held, granted, below] = await db.batch([
    db.select().from(users).where(eq(users.id, userId)),
    db
      .select({ reach: roles.reach, seesRecruiters: roles.seesRecruiters, superuser: roles.superuser })
      .from(roles)
      .where(active),
    db
      .selectDistinct({ method: permissions.method, path: permissions.path })
      .from(permissions)
      .innerJoin(rolePermissions, eq(rolePermissions.permissionId, permissions.id))
      .innerJoin(roles, eq(roles.id, rolePermissions.roleId))
      .where(active),
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
