/** Finds the sign-in that waits for its second factor in a browser: Better Auth names it in a signed cookie. */
import { eq } from "drizzle-orm";
import { users, verifications } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import type { BetterAuth } from "./better-auth.ts";

/** A user, as far as sign-in needs to know them. */
export interface NamedUser {
  id: string;
  username: string;
}

/** @returns an empty text for a malformed value */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}

/** @returns the user, and the cookie as `name=value`, whose signature Better Auth checks; null when none waits */
export async function waitingSignIn(
  db: Database,
  auth: BetterAuth,
  headers: Headers,
): Promise<{ user: NamedUser; cookie: string } | null> {
  const { name } = (await auth.$context).createAuthCookie("two_factor");
  const cookie = (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  if (cookie === undefined) return null;
  const signed = decoded(cookie.slice(name.length + 1));
  const identifier = signed.slice(0, signed.lastIndexOf("."));
  if (!identifier.startsWith("2fa-")) return null;
  const [user] = await db
    .select({ id: users.id, username: users.username })
    .from(verifications)
    .innerJoin(users, eq(users.id, verifications.value))
    .where(eq(verifications.identifier, identifier));
  return user ? { user, cookie } : null;
}
