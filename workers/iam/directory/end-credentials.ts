/** Queries that end a user's mailed links and lock, for a batch that replaces the password. */
import { eq, sql } from "drizzle-orm";
import { signInFailures, users, verifications } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";

/** Ends mailed links, and sign-ins that wait for their second factor. */
export const endLinks = (db: Database, userId: string) =>
  db.delete(verifications).where(eq(verifications.value, userId));

/** Clears the failed sign-ins that counted for the old password, at every network. */
export const liftLock = (db: Database, userId: string) =>
  db.delete(signInFailures).where(sql`
    exists (select 1 from ${users} where ${users.id} = ${userId} and (
      ${signInFailures.subject} in ('account:' || ${users.username}, 'account:' || ${users.email})
      or (${signInFailures.subject} like 'at:%' and substr(${signInFailures.subject}, instr(${signInFailures.subject}, ' ') + 1)
        in (${users.username}, ${users.email}))))`);
