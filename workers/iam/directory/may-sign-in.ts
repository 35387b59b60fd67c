import { and, eq, isNull } from "drizzle-orm";
import { users } from "../../db/auth-schema.ts";

/** True for the users who can sign in. */
export const maySignIn = and(eq(users.disabled, false), isNull(users.deletedAt));
