/** People are made here: the first admin at set-up, all others by an admin. */
import { and, eq, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { ApiError } from "../../../shared/errors/codes.ts";
import { roles, userRoles } from "../../db/access-schema.ts";
import { accounts, sessions, users } from "../../db/auth-schema.ts";
import { endLinks, liftLock } from "./end-credentials.ts";
import { hashPassword } from "./password.ts";
import { endSecondFactor } from "./user-store.ts";

export interface NewPerson {
  username: string;
  email: string;
  name: string;
  password: string;
  departmentId: string | null;
  roleIds: readonly string[];
  mustChangePassword: boolean;
}

/** Easy to read aloud and to type: no 0/O, 1/l/I. 20 characters of 57 are 116 bits. */
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const INITIAL_LENGTH = 20;
const BYTE_VALUES = 256;

export function makeInitialPassword(): string {
  const fair = BYTE_VALUES - (BYTE_VALUES % LETTERS.length);
  let password = "";
  while (password.length < INITIAL_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(INITIAL_LENGTH))) {
      if (byte < fair && password.length < INITIAL_LENGTH) password += LETTERS[byte % LETTERS.length];
    }
  }
  return password;
}

/**
 * @returns the new id
 * @throws ApiError conflict when user name or e-mail address is taken, by a deleted user too
 */
export async function createPerson(db: DrizzleD1Database, person: NewPerson, now: number): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date(now);
  const password = await hashPassword(person.password);
  const taken = await db
    .select({ username: users.username, email: users.email, deletedAt: users.deletedAt })
    .from(users)
    .where(sql`${users.username} = ${person.username} or ${users.email} = ${person.email}`);
  if (taken.length > 0) throw takenBy(taken, person);
  try {
    await db.batch([
      db.insert(users).values({
        id,
        name: person.name,
        email: person.email,
        username: person.username,
        departmentId: person.departmentId,
        mustChangePassword: person.mustChangePassword,
        createdAt: at,
        updatedAt: at,
      }),
      db.insert(accounts).values({
        accountId: id,
        providerId: "credential",
        userId: id,
        password,
        createdAt: at,
        updatedAt: at,
      }),
      ...person.roleIds.map((roleId) => db.insert(userRoles).values({ userId: id, roleId })),
    ]);
  } catch (error) {
    // Two at once: the index decides.
    if (/UNIQUE constraint/.test(String((error as Error).cause ?? error))) {
      throw new ApiError("conflict", "username or email is taken", [
        { field: "username", reason: "is taken, or the e-mail address is" },
      ]);
    }
    throw error;
  }
  return id;
}

function takenBy(
  taken: readonly { username: string; email: string; deletedAt: number | null }[],
  person: NewPerson,
): ApiError {
  const problems = taken.flatMap((user) =>
    (["username", "email"] as const)
      .filter((field) => user[field] === person[field])
      .map((field) => ({
        field,
        reason: user.deletedAt === null ? "is taken" : "belongs to a deleted user, who can be restored",
      })),
  );
  const [first] = problems;
  return new ApiError("conflict", first ? `${first.field}: ${first.reason}` : "is taken", problems);
}

/** Gives a person another password, ends their sessions and mailed links, and has them change it at the next sign-in. */
export async function setInitialPassword(
  db: DrizzleD1Database,
  userId: string,
  password: string,
  now: number,
): Promise<void> {
  const hash = await hashPassword(password);
  await db.batch([
    db
      .update(accounts)
      .set({ password: hash, updatedAt: new Date(now) })
      .where(and(eq(accounts.userId, userId), eq(accounts.providerId, "credential"))),
    db
      .update(users)
      .set({ mustChangePassword: true, updatedAt: new Date(now) })
      .where(eq(users.id, userId)),
    db.delete(sessions).where(eq(sessions.userId, userId)),
    endLinks(db, userId),
    liftLock(db, userId),
  ]);
}

export const FIRST_ADMIN = "admin";

/**
 * Makes the first admin, while there is no user at all.
 * @throws ApiError conflict once there is one
 */
export async function createFirstAdmin(
  db: DrizzleD1Database,
  { email, password }: { email: string; password: string },
  now: number,
): Promise<string> {
  const [someone] = await db.select({ id: users.id }).from(users).limit(1);
  if (someone) throw new ApiError("conflict", "there is a user already; set-up is over");
  const [superuser] = await db
    .select({ id: roles.id })
    .from(roles)
    .where(and(eq(roles.name, "superuser"), eq(roles.builtIn, true)));
  if (!superuser) throw new Error("the superuser role is missing");
  return createPerson(
    db,
    {
      username: FIRST_ADMIN,
      email,
      name: "Administrator",
      password,
      departmentId: null,
      roleIds: [superuser.id],
      mustChangePassword: true,
    },
    now,
  );
}

/** @throws ApiError not_found when there is none, or none any more */
export async function firstAdmin(db: DrizzleD1Database): Promise<string> {
  const [admin] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.username, FIRST_ADMIN), isNull(users.deletedAt)));
  if (!admin) throw new ApiError("not_found", `there is no user ${FIRST_ADMIN}`);
  return admin.id;
}

/** Lets the first admin in again: another password, no lock, no second factor. */
export async function resetFirstAdmin(db: DrizzleD1Database, password: string, now: number): Promise<string> {
  const id = await firstAdmin(db);
  await setInitialPassword(db, id, password, now);
  await endSecondFactor(db, id);
  await db.update(users).set({ disabled: false }).where(eq(users.id, id));
  return id;
}
