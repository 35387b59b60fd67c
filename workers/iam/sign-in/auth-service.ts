/** Sign-in, sign-out, passwords and second factors, as the routes below /auth use them. */

import { APIError } from "better-auth/api";
import { and, eq, isNull, or } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { sessions, users, verifications } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { endLinks } from "../directory/end-credentials.ts";
import type { BetterAuth } from "./better-auth.ts";
import type { SignInGuard } from "./sign-in-guard.ts";

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

export interface AuthService {
  /**
   * @param account user name or e-mail address
   * @throws ApiError invalid_credentials, the same for a wrong password, an unknown and a disabled account; too_many_requests
   */
  signIn(account: string, password: string, caller: Caller): Promise<SignedIn>;
  /** Completes a sign-in that waits for its second factor. @param code six digits, or a backup code */
  secondFactor(code: string, caller: Caller): Promise<SignedIn>;
  signOut(caller: Caller): Promise<Cookies>;
  signOutEverywhere(userId: string, caller: Caller): Promise<Cookies & { sessions: number }>;
  /** Ends all other sessions too. */
  changePassword(
    user: { id: string; username: string },
    change: { current: string; next: string },
    caller: Caller,
  ): Promise<Renewed>;
  /** Mails a link when the account exists; takes the same time when it does not. */
  forgotPassword(account: string, caller: Caller): Promise<void>;
  /** The user whose mailed link has this token; null for an unknown one. The link may have expired. */
  userOfReset(token: string): Promise<{ id: string; username: string } | null>;
  resetPassword(token: string, next: string): Promise<void>;
  beginTwoFactor(
    username: string,
    password: string,
    caller: Caller,
  ): Promise<{ uri: string; backupCodes: string[] }>;
  confirmTwoFactor(code: string, caller: Caller): Promise<Renewed>;
  endTwoFactor(username: string, password: string, caller: Caller): Promise<Renewed>;
}

/** Belongs to nobody, so that signing in to an unknown account takes as long as with a wrong password. */
const NOBODY = "nobody@invalid.invalid";

const wrong = () => new ApiError("invalid_credentials", "user name or password is wrong");

/** Turns a refusal of Better Auth into an error of the API; other errors are unchanged. */
function toApiError(error: unknown, refused: () => ApiError): unknown {
  if (!(error instanceof APIError)) return error;
  const code = (error.body as { code?: string } | undefined)?.code ?? "";
  if (error.statusCode >= 500) return error;
  if (error.statusCode === 429 || /TOO_MANY|LOCKED/.test(code)) {
    return new ApiError("too_many_requests", "too many wrong tries; try again later");
  }
  return refused();
}

async function mapAuthErrors<T>(refused: () => ApiError, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toApiError(error, refused);
  }
}

const fieldProblem = (field: string, reason: string) => () => fieldError(field, reason);

export interface AuthParts {
  db: Database;
  auth(): BetterAuth;
  guard: SignInGuard;
  forgetPrincipals(): void;
}

export function createAuthService({ db, auth, guard, forgetPrincipals }: AuthParts): AuthService {
  const findUser = async (account: string) => {
    const name = account.trim().toLowerCase();
    const [user] = await db
      .select()
      .from(users)
      .where(
        and(
          or(eq(users.username, name), eq(users.email, name)),
          eq(users.disabled, false),
          isNull(users.deletedAt),
        ),
      );
    return user;
  };
  const userOfToken = async (token: string) => {
    const [row] = await db
      .select({ user: users, session: sessions })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.token, token));
    return row;
  };
  /** Counts each password attempt of a signed-in user, so that a stolen session can't guess the password. */
  async function guarded<T>(account: string, caller: Caller, run: () => Promise<T>): Promise<T> {
    await guard.begin(account, caller.ip);
    const result = await run();
    await guard.succeed(account, caller.ip);
    return result;
  }
  const signedToken = (headers: Headers) => headers.get("set-auth-token");
  const renewed = (headers: Headers): Renewed => ({
    cookies: headers.getSetCookie(),
    token: signedToken(headers),
  });

  async function signedIn(headers: Headers, sessionToken: string): Promise<SignedIn> {
    const row = await userOfToken(sessionToken);
    if (!row || row.user.disabled || row.user.deletedAt !== null) throw wrong();
    return {
      userId: row.user.id,
      username: row.user.username,
      cookies: headers.getSetCookie(),
      token: signedToken(headers),
      expiresAt: row.session.expiresAt.getTime(),
      mustChangePassword: row.user.mustChangePassword,
      secondFactor: "none",
    };
  }

  return {
    async signIn(account, password, caller) {
      const user = await findUser(account);
      // One counter per user: signing in by e-mail address must not give more attempts.
      const counted = user?.username ?? account;
      await guard.begin(counted, caller.ip);
      const { headers, response } = await mapAuthErrors(wrong, () =>
        auth().api.signInEmail({
          body: { email: user?.email ?? NOBODY, password },
          headers: caller.headers,
          returnHeaders: true,
        }),
      );
      if (!user) throw wrong();
      await guard.succeed(counted, caller.ip);
      if ("twoFactorRedirect" in response) {
        return {
          userId: user.id,
          username: user.username,
          cookies: headers.getSetCookie(),
          token: null,
          expiresAt: null,
          mustChangePassword: user.mustChangePassword,
          secondFactor: "missing",
        };
      }
      return signedIn(headers, response.token);
    },

    async secondFactor(code, caller) {
      const refused = () =>
        new ApiError("invalid_credentials", "the code is wrong or was used, or the sign-in is too old");
      const request = { headers: caller.headers, returnHeaders: true } as const;
      const { headers, response } = await mapAuthErrors(refused, () =>
        /^\d{6}$/.test(code)
          ? auth().api.verifyTOTP({ body: { code }, ...request })
          : auth().api.verifyBackupCode({ body: { code }, ...request }),
      );
      if (!response.token) throw refused();
      return signedIn(headers, response.token);
    },

    async signOut({ headers }) {
      const answer = await auth().api.signOut({ headers, returnHeaders: true });
      forgetPrincipals();
      return { cookies: answer.headers.getSetCookie() };
    },

    async signOutEverywhere(userId, { headers }) {
      const ended = await db.delete(sessions).where(eq(sessions.userId, userId)).run();
      const answer = await auth().api.signOut({ headers, returnHeaders: true });
      forgetPrincipals();
      return { cookies: answer.headers.getSetCookie(), sessions: ended.meta.changes };
    },

    async changePassword({ id, username }, { current, next }, caller) {
      if (current === next) throw fieldProblem("new_password", "is the current one")();
      const { headers } = await guarded(username, caller, () =>
        mapAuthErrors(fieldProblem("current_password", "is wrong"), () =>
          auth().api.changePassword({
            body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
            headers: caller.headers,
            returnHeaders: true,
          }),
        ),
      );
      await db.batch([
        db.update(users).set({ mustChangePassword: false }).where(eq(users.id, id)),
        endLinks(db, id),
      ]);
      forgetPrincipals();
      return renewed(headers);
    },

    async forgotPassword(account, { ip }) {
      const user = await findUser(account);
      await guard.begin(`reset ${user?.username ?? account}`, ip);
      await auth().api.requestPasswordReset({ body: { email: user?.email ?? NOBODY } });
    },

    async userOfReset(token) {
      const [user] = await db
        .select({ id: users.id, username: users.username })
        .from(verifications)
        .innerJoin(users, eq(users.id, verifications.value))
        .where(eq(verifications.identifier, `reset-password:${token}`));
      return user ?? null;
    },

    async resetPassword(token, next) {
      await mapAuthErrors(fieldProblem("token", "is unknown, was used, or is too old"), () =>
        auth().api.resetPassword({ body: { token, newPassword: next } }),
      );
      forgetPrincipals();
    },

    async beginTwoFactor(username, password, caller) {
      const answer = await guarded(username, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong, or a second factor is in use already"), () =>
          auth().api.enableTwoFactor({ body: { password, method: "totp" }, headers: caller.headers }),
        ),
      );
      if (!("totpURI" in answer)) throw new Error("no authenticator address came");
      return { uri: answer.totpURI, backupCodes: answer.backupCodes };
    },

    async confirmTwoFactor(code, { headers }) {
      const answer = await mapAuthErrors(fieldProblem("code", "is wrong or too old"), () =>
        auth().api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
      );
      forgetPrincipals();
      return renewed(answer.headers);
    },

    async endTwoFactor(username, password, caller) {
      const answer = await guarded(username, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong"), () =>
          auth().api.disableTwoFactor({ body: { password }, headers: caller.headers, returnHeaders: true }),
        ),
      );
      forgetPrincipals();
      return renewed(answer.headers);
    },
  };
}
