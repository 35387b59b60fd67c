/** Users in D1, with their department and roles. */
import { and, asc, count, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import type { RecordReach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldConflict } from "../../../shared/errors/validation.ts";
import { roles, userRoles } from "../../db/access-schema.ts";
import { accounts, sessions, twoFactors, type User, users } from "../../db/auth-schema.ts";
import { assertInBatch, contains, inList } from "../../db/conditions.ts";
import { departments } from "../../db/department-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { belowDepartment } from "../../db/tree.ts";
import { type Queries, writeBatch } from "../../db/write-batch.ts";
import { createUser, type NewUser } from "./create-user.ts";
import { endLinks, liftLock } from "./end-credentials.ts";
import { hashPassword } from "./password.ts";

export interface UserRecord extends User {
  department: { id: string; name: string } | null;
  /** By name, deleted roles excluded. */
  roles: { id: string; name: string }[];
}

export interface UserFilter {
  reach: RecordReach;
  /** A part of the user name, name or e-mail address. */
  search?: string;
  /** The users of this department and of those below it. */
  departmentId?: string;
  roleId?: string;
  includeDeleted: boolean;
}

/** True for the users within reach; `inReach` decides the same for one record. */
export function usersInReach(reach: RecordReach): SQL | undefined {
  if (reach.kind === "all") return undefined;
  const callerOnly = eq(users.id, reach.userId);
  return reach.kind === "own" ? callerOnly : or(callerOnly, inList(users.departmentId, reach.departments));
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

async function read(db: Database, where: SQL | undefined, limit: number): Promise<UserRecord[]> {
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
        inList(
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

export interface UserChange {
  name?: string;
  email?: string;
  departmentId?: string | null;
  disabled?: boolean;
  /** The complete list; roles not in it are taken away. */
  roleIds?: readonly string[];
}

export interface UserStore {
  /** By user name, strictly after `afterUsername` when given. */
  list(filter: UserFilter, limit: number, afterUsername?: string): Promise<UserRecord[]>;
  count(filter: UserFilter): Promise<number>;
  find(id: string): Promise<UserRecord | null>;
  /** @returns user names by id, those of deleted users too; unknown ids are left out */
  usernames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @returns the new id @throws ApiError conflict when the user name or e-mail address is taken */
  create(user: NewUser): Promise<string>;
  /**
   * Disabling ends the user's sessions; a new e-mail address ends mailed links.
   * @throws ApiError conflict when the e-mail address is taken, or no superuser would be left
   */
  update(id: string, change: UserChange): Promise<void>;
  /** Ends the user's sessions too. @throws ApiError conflict when no superuser would be left */
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Sets an initial password, to be changed at the next sign-in; ends the user's sessions, mailed links and lock. */
  setPassword(id: string, password: string): Promise<void>;
  /** For a user who lost their authenticator. */
  endSecondFactor(id: string): Promise<void>;
}

/** True while at least one user with the superuser role can sign in. */
const superuserLeft = sql`exists (
  select 1 from ${users} join ${userRoles} on ${userRoles.userId} = ${users.id}
    join ${roles} on ${roles.id} = ${userRoles.roleId}
  where ${roles.superuser} = 1 and ${roles.deletedAt} is null
    and ${users.disabled} = 0 and ${users.deletedAt} is null)`;

/** @param now Unix ms */
export function createUserStore(db: Database, now: () => number): UserStore {
  const write = (queries: Queries): Promise<void> =>
    writeBatch(db, [...queries, assertInBatch(superuserLeft)], {
      asserted: () =>
        new ApiError("conflict", "the last superuser can't be deleted, disabled or lose that role"),
      taken: () => fieldConflict("email", "is taken"),
    });

  return {
    list: (filter, limit, afterUsername) =>
      read(
        db,
        and(matching(filter), afterUsername === undefined ? undefined : gt(users.username, afterUsername)),
        limit,
      ),
    async count(filter) {
      const [row] = await db.select({ total: count() }).from(users).where(matching(filter));
      return row?.total ?? 0;
    },
    async find(id) {
      const [user] = await read(db, eq(users.id, id), 1);
      return user ?? null;
    },
    async usernames(ids) {
      const found = await db
        .select({ id: users.id, username: users.username })
        .from(users)
        .where(inList(users.id, ids));
      return new Map(found.map(({ id, username }) => [id, username] as const));
    },
    create: (user) => createUser(db, user, now()),
    update(id, { roleIds, ...fields }) {
      const ids = JSON.stringify(roleIds ?? []);
      return write([
        db
          .update(users)
          .set({ ...fields, updatedAt: new Date(now()) })
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
    },
    delete(id) {
      const at = now();
      return write([
        db
          .update(users)
          .set({ deletedAt: at, updatedAt: new Date(at) })
          .where(eq(users.id, id)),
        db.delete(sessions).where(eq(sessions.userId, id)),
        endLinks(db, id),
      ]);
    },
    restore: (id) =>
      write([
        db
          .update(users)
          .set({ deletedAt: null, updatedAt: new Date(now()) })
          .where(eq(users.id, id)),
      ]),
    async setPassword(id, password) {
      const hash = await hashPassword(password);
      const at = new Date(now());
      await db.batch([
        db
          .update(accounts)
          .set({ password: hash, updatedAt: at })
          .where(and(eq(accounts.userId, id), eq(accounts.providerId, "credential"))),
        db.update(users).set({ mustChangePassword: true, updatedAt: at }).where(eq(users.id, id)),
        db.delete(sessions).where(eq(sessions.userId, id)),
        endLinks(db, id),
        liftLock(db, id),
      ]);
    },
    async endSecondFactor(id) {
      await db.batch([
        db.update(users).set({ twoFactorEnabled: false }).where(eq(users.id, id)),
        db.delete(twoFactors).where(eq(twoFactors.userId, id)),
      ]);
    },
  };
}
