/** What the operations of sign-in share: the caller, the new session, and counted attempts. */
import { eq } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { sessions, users } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import type { SignInGuard } from "./sign-in-guard.ts";
import type { NamedUser } from "./waiting-sign-in.ts";

/** Set-Cookie headers for the browser. */
export interface Cookies {
  cookies: string[];
}

/** The new session: cookies for a browser, the token for a script. */
export interface Renewed extends Cookies {
  token: string | null;
}

export interface SignedIn extends Cookies {
  userId: string;
  username: string;
  /** For scripts: `Authorization: Bearer <token>`; null while the second factor is missing. */
  token: string | null;
  /** Unix ms. */
  expiresAt: number | null;
  mustChangePassword: boolean;
  secondFactor: "none" | "missing";
}

export interface Caller {
  /** Headers of the request: cookies, Authorization, address, user agent. */
  headers: Headers;
  ip: string;
}

/** The same for a wrong password, an unknown and a disabled account. */
export const wrongCredentials = () => new ApiError("invalid_credentials", "user name or password is wrong");

/**
 * Counts an attempt of a known user, so that a stolen session can't guess the password.
 * @param secret what is guessed
 */
export async function guarded<T>(
  guard: SignInGuard,
  { id, username }: NamedUser,
  { ip }: Caller,
  run: () => Promise<T>,
  secret: "password" | "code" = "password",
): Promise<T> {
  const attempt = { account: secret === "code" ? id : username, ip, userId: id, secret };
  await guard.begin(attempt);
  const result = await run();
  await guard.succeed(attempt);
  return result;
}

export const renewed = (headers: Headers): Renewed => ({
  cookies: headers.getSetCookie(),
  token: headers.get("set-auth-token"),
});

/** @throws ApiError invalid_credentials when the session's user may no longer sign in */
export async function signedIn(db: Database, headers: Headers, sessionToken: string): Promise<SignedIn> {
  const [row] = await db
    .select({ user: users, session: sessions })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.token, sessionToken));
  if (!row || row.user.disabled || row.user.deletedAt !== null) throw wrongCredentials();
  return {
    userId: row.user.id,
    username: row.user.username,
    ...renewed(headers),
    expiresAt: row.session.expiresAt.getTime(),
    mustChangePassword: row.user.mustChangePassword,
    secondFactor: "none",
  };
}
