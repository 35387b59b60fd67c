/** Users in D1, with their department and roles. */
import { and, asc, count, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { roles, userRoles } from "../../db/access-schema.ts";
import { sessions, twoFactors, users } from "../../db/auth-schema.ts";
import { contains, mustHold, within } from "../../db/conditions.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/one-batch.ts";
import { belowDepartment } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";
import { fieldConflict } from "../problem.ts";
import { endLinks } from "./end-credentials.ts";

export type UserRow = typeof users.$inferSelect;

export interface UserRecord extends UserRow {
  department: { id: string; name: string } | null;
  /** Living ones, by name. */
  roles: { id: string; name: string }[];
}

export interface UserFilter {
  reach: RecordReach;
  /** Part of user name, name or e-mail address. */
  search?: string;
  /** Of this department or one below it. */
  departmentId?: string;
  roleId?: string;
  includeDeleted: boolean;
}

/** Users that a caller may know of, as `inReach` decides it for one. */
export function usersInReach(reach: RecordReach): SQL | undefined {
  if (reach.kind === "all") return undefined;
  const own = eq(users.id, reach.userId);
  return reach.kind === "own" ? own : or(own, within(users.departmentId, reach.departments));
}

const inDepartment = (id: string) => sql`${users.departmentId} in (${belowDepartment(sql`select ${id}`)})`;

const withRole = (id: string) =>
  sql`${users.id} in (select ${userRoles.userId} from ${userRoles} where ${userRoles.roleId} = ${id})`;

const matching = ({ reach, search, departmentId, roleId, includeDeleted }: UserFilter) =>
  and(
    usersInReach(reach),
    includeDeleted ? undefined : isNull(users.deletedAt),
    search === undefined
      ? undefined
      : or(contains(users.username, search), contains(users.name, search), contains(users.email, search)),
    departmentId === undefined ? undefined : inDepartment(departmentId),
    roleId === undefined ? undefined : withRole(roleId),
  );

async function read(db: DrizzleD1Database, where: SQL | undefined, limit: number): Promise<UserRecord[]> {
  const found = await db
    .select({ user: users, department: { id: departments.id, name: departments.name } })
    .from(users)
    .leftJoin(departments, eq(departments.id, users.departmentId))
    .where(where)
    .orderBy(asc(users.username))
    .limit(limit);
  const held = await db
    .select({ userId: userRoles.userId, id: roles.id, name: roles.name })
    .from(userRoles)
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .where(
      and(
        within(
          userRoles.userId,
          found.map(({ user }) => user.id),
        ),
        isNull(roles.deletedAt),
      ),
    )
    .orderBy(asc(roles.name));
  const byUser = Map.groupBy(held, ({ userId }) => userId);
  return found.map(({ user, department }) => ({
    ...user,
    department,
    roles: (byUser.get(user.id) ?? []).map(({ id, name }) => ({ id, name })),
  }));
}

/** By user name, strictly after `afterUsername` when given. */
export const listUserRecords = (
  db: DrizzleD1Database,
  filter: UserFilter,
  limit: number,
  afterUsername?: string,
): Promise<UserRecord[]> =>
  read(
    db,
    and(matching(filter), afterUsername === undefined ? undefined : gt(users.username, afterUsername)),
    limit,
  );

export async function countUsers(db: DrizzleD1Database, filter: UserFilter): Promise<number> {
  const [row] = await db.select({ total: count() }).from(users).where(matching(filter));
  return row?.total ?? 0;
}

export async function findUser(db: DrizzleD1Database, id: string): Promise<UserRecord | null> {
  const [user] = await read(db, eq(users.id, id), 1);
  return user ?? null;
}

/** Of all that may do everything, one can still sign in. */
const superuserLeft = sql`exists (
  select 1 from ${users} join ${userRoles} on ${userRoles.userId} = ${users.id}
    join ${roles} on ${roles.id} = ${userRoles.roleId}
  where ${roles.superuser} = 1 and ${roles.deletedAt} is null
    and ${users.disabled} = 0 and ${users.deletedAt} is null)`;

const changeUsers = (db: Database, queries: Queries): Promise<void> =>
  writeBatch(db, [...queries, mustHold(superuserLeft)], {
    broken: () => new ApiError("conflict", "the last superuser can't be deleted, disabled or lose that role"),
    taken: () => fieldConflict("email", "is taken"),
  });

export interface UserChange {
  name?: string;
  email?: string;
  departmentId?: string | null;
  disabled?: boolean;
  /** All of them: the others are taken away. */
  roleIds?: readonly string[];
}

/**
 * Disabling ends the user's sessions.
 * @throws ApiError conflict when the e-mail address is taken, or no superuser would be left
 */
export function updateUser(
  db: Database,
  id: string,
  { roleIds, ...fields }: UserChange,
  now: number,
): Promise<void> {
  const ids = JSON.stringify(roleIds ?? []);
  return changeUsers(db, [
    db
      .update(users)
      .set({ ...fields, updatedAt: new Date(now) })
      .where(eq(users.id, id)),
    ...(roleIds === undefined
      ? []
      : [
          sql`delete from user_roles where user_id = ${id} and role_id not in (select value from json_each(${ids}))`,
          sql`insert or ignore into user_roles (user_id, role_id) select ${id}, value from json_each(${ids})`,
        ]),
    ...(fields.disabled ? [db.delete(sessions).where(eq(sessions.userId, id))] : []),
    ...(fields.email === undefined ? [] : [endLinks(db, id)]),
  ]);
}

/** Ends the user's sessions too. @throws ApiError conflict when no superuser would be left */
export const deleteUserRow = (db: Database, id: string, now: number): Promise<void> =>
  changeUsers(db, [
    db
      .update(users)
      .set({ deletedAt: now, updatedAt: new Date(now) })
      .where(eq(users.id, id)),
    db.delete(sessions).where(eq(sessions.userId, id)),
    endLinks(db, id),
  ]);

export const restoreUserRow = (db: Database, id: string, now: number): Promise<void> =>
  changeUsers(db, [
    db
      .update(users)
      .set({ deletedAt: null, updatedAt: new Date(now) })
      .where(eq(users.id, id)),
  ]);

/** For someone who lost their authenticator. */
export async function endSecondFactor(db: DrizzleD1Database, id: string): Promise<void> {
  await db.batch([
    db.update(users).set({ twoFactorEnabled: false }).where(eq(users.id, id)),
    db.delete(twoFactors).where(eq(twoFactors.userId, id)),
  ]);
}
