/** Reads from D1 what a principal may do: user, roles, permissions and departments in one round trip. */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import { REACHES } from "../../../shared/contracts/vocabulary.ts";
import { permissions, rolePermissions, roles } from "../../db/access-schema.ts";
import { users } from "../../db/auth-schema.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { belowDepartment } from "../../db/tree.ts";
import { heldBy } from "./held-roles.ts";
import { NODE_KEY_ROUTES, type Principal, permissionKey, reachOf } from "./principal.ts";

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

export const createPrincipalStore = (db: Database): PrincipalStore => ({
  find: (userId) => readPrincipal(db, userId, heldBy(userId)),
  async findNode(userId, scopes) {
    const [node, owner] = await Promise.all([
      readPrincipal(db, userId, and(eq(roles.name, "node"), eq(roles.builtIn, true))),
      readOwner(db, userId, scopes),
    ]);
    if (!node || owner.superuser) return node;
    const isWider = REACHES.indexOf(reachOf(node)) < REACHES.indexOf(owner.reach);
    const lacks = owner.lacks || isWider || (node.seesRecruiters && !owner.seesRecruiters);
    return lacks ? "no longer" : node;
  },
});

/** What the owner of a node's key still has of what `KeyRules.checkNewKey` asked for. */
async function readOwner(db: Database, userId: string, scopes: readonly string[]) {
  const theirs = sql`select rp.permission_id from role_permissions rp
    join user_roles ur on ur.role_id = rp.role_id join roles r on r.id = ur.role_id
    where ur.user_id = ${userId} and r.deleted_at is null`;
  const [held, [row]] = await Promise.all([
    db
      .select({ reach: roles.reach, seesRecruiters: roles.seesRecruiters, superuser: roles.superuser })
      .from(roles)
      .where(and(heldBy(userId), isNull(roles.deletedAt))),
    db.all<{ lacks: number }>(sql`select
      not exists (select 1 from permissions p
        where p.method || ' ' || p.path in (select value from json_each(${JSON.stringify(NODE_KEY_ROUTES)}))
          and p.id in (${theirs}))
      or exists (select 1 from permissions p join role_permissions rp on rp.permission_id = p.id
        join roles r on r.id = rp.role_id
        where r.name = 'node' and r.built_in = 1 and r.deleted_at is null
          and p.scope in (select value from json_each(${JSON.stringify(scopes)}))
          and p.id not in (${theirs})) as lacks`),
  ]);
  return {
    superuser: held.some(({ superuser }) => superuser),
    seesRecruiters: held.some(({ seesRecruiters }) => seesRecruiters),
    reach: REACHES.find((reach) => held.some((role) => role.reach === reach)) ?? "own",
    lacks: row?.lacks !== 0,
  };
}

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
