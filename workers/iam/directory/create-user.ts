/** Creates a user with a password and roles. */
import { sql } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { userRoles } from "../../db/access-schema.ts";
import { accounts, users } from "../../db/auth-schema.ts";
import { isTaken } from "../../db/conditions.ts";
import type { Database } from "../../db/run-batch.ts";
import { hashPassword } from "./password.ts";

export interface NewUser {
  username: string;
  email: string;
  name: string;
  password: string;
  departmentId: string | null;
  roleIds: readonly string[];
  mustChangePassword: boolean;
}

/**
 * @param now Unix ms
 * @returns the new id
 * @throws ApiError conflict when the user name or e-mail address is taken, even by a deleted user
 */
export async function createUser(db: Database, user: NewUser, now: number): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date(now);
  const password = await hashPassword(user.password);
  const taken = await db
    .select({ username: users.username, email: users.email, deletedAt: users.deletedAt })
    .from(users)
    .where(sql`${users.username} = ${user.username} or ${users.email} = ${user.email}`);
  if (taken.length > 0) throw takenBy(taken, user);
  try {
    await db.batch([
      db.insert(users).values({
        id,
        name: user.name,
        email: user.email,
        username: user.username,
        departmentId: user.departmentId,
        mustChangePassword: user.mustChangePassword,
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
      ...user.roleIds.map((roleId) => db.insert(userRoles).values({ userId: id, roleId })),
    ]);
  } catch (error) {
    // Another request created the same user after the check above.
    if (isTaken(error)) {
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
  wanted: NewUser,
): ApiError {
  const problems = taken.flatMap((user) =>
    (["username", "email"] as const)
      .filter((field) => user[field] === wanted[field])
      .map((field) => ({
        field,
        reason: user.deletedAt === null ? "is taken" : "belongs to a deleted user, who can be restored",
      })),
  );
  const [first] = problems;
  return new ApiError("conflict", first ? `${first.field}: ${first.reason}` : "is taken", problems);
}
