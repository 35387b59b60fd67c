/** What ends when a person's password was replaced, by whomever: the links mailed before, and a lock on the account. */
import { eq, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { signInFailures, users, verifications } from "../../db/auth-schema.ts";

/** Mailed links and sign-ins that wait for their second factor. */
export const endLinks = (db: DrizzleD1Database, userId: string) =>
  db.delete(verifications).where(eq(verifications.value, userId));

/** Wrong tries of the password that is no more. */
export const liftLock = (db: DrizzleD1Database, userId: string) =>
  db
    .delete(signInFailures)
    .where(
      sql`${signInFailures.subject} = (select 'account:' || ${users.username} from ${users} where ${users.id} = ${userId})`,
    );
