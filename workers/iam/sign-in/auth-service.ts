/** Sign-in, sign-out, passwords and second factors, as the routes below /auth use them. */

import { and, eq, isNull, or } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { accounts, sessions, users, verifications } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { endLinks } from "../directory/end-credentials.ts";
import { verifyPassword } from "../directory/password.ts";
import { fieldProblem, mapAuthErrors } from "./auth-errors.ts";
import type { BetterAuth } from "./better-auth.ts";
import { type SignInGuard, secondFactorOf } from "./sign-in-guard.ts";
import { createUsedCodes } from "./used-codes.ts";
import { type NamedUser, waitingSignIn } from "./waiting-sign-in.ts";

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
  /** The user whose sign-in waits for the second factor in this browser; null when none does. */
  userWaiting(caller: Caller): Promise<NamedUser | null>;
  /**
   * Completes a sign-in that waits for its second factor.
   * @param code six digits, which are good once, or a backup code
   * @throws ApiError invalid_credentials; too_many_requests
   */
  secondFactor(code: string, caller: Caller): Promise<SignedIn>;
  /**
   * Asks a signed-in person for the password again, before a change that would make a stolen session the account.
   * @throws ApiError validation_failed for `current_password`; too_many_requests
   */
  confirmPassword(user: NamedUser, password: string, caller: Caller): Promise<void>;
  signOut(caller: Caller): Promise<Cookies>;
  signOutEverywhere(userId: string, caller: Caller): Promise<Cookies & { sessions: number }>;
  /** Ends all other sessions too. */
  changePassword(
    user: NamedUser,
    change: { current: string; next: string },
    caller: Caller,
  ): Promise<Renewed>;
  /**
   * Mails a link when the account exists and was not sent too many; takes the same time when not.
   * @returns for the audit log only: the answer must be the same either way
   */
  forgotPassword(account: string): Promise<{ userId: string | null; isMailed: boolean }>;
  /** The user whose mailed link has this token; null for an unknown one. The link may have expired. */
  userOfReset(token: string): Promise<NamedUser | null>;
  resetPassword(token: string, next: string): Promise<void>;
  beginTwoFactor(
    user: NamedUser,
    password: string,
    caller: Caller,
  ): Promise<{ uri: string; backupCodes: string[] }>;
  confirmTwoFactor(user: NamedUser, code: string, caller: Caller): Promise<Renewed>;
  endTwoFactor(user: NamedUser, password: string, caller: Caller): Promise<Renewed>;
}

/** Belongs to nobody, so that signing in to an unknown account takes as long as with a wrong password. */
const NOBODY = "nobody@invalid.invalid";

const wrong = () => new ApiError("invalid_credentials", "user name or password is wrong");

export interface AuthParts {
  db: Database;
  auth(): BetterAuth;
  guard: SignInGuard;
  forgetPrincipals(): void;
  /** Unix ms. */
  now(): number;
}

export function createAuthService({ db, auth, guard, forgetPrincipals, now }: AuthParts): AuthService {
  const usedCodes = createUsedCodes(db, now);

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
  async function guarded<T>(
    { id, username }: NamedUser,
    { ip }: Caller,
    run: () => Promise<T>,
    account = username,
  ): Promise<T> {
    const attempt = { account, ip, userId: id };
    await guard.begin(attempt);
    const result = await run();
    await guard.succeed(attempt);
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
      const attempt = { account, ip: caller.ip, userId: user?.id ?? null };
      await guard.begin(attempt);
      const { headers, response } = await mapAuthErrors(wrong, () =>
        auth().api.signInEmail({
          body: { email: user?.email ?? NOBODY, password },
          headers: caller.headers,
          returnHeaders: true,
        }),
      );
      if (!user) throw wrong();
      await guard.succeed(attempt);
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
      await guard.remember(user.id, caller.ip);
      return signedIn(headers, response.token);
    },

    async userWaiting({ headers }) {
      return (await waitingSignIn(db, auth(), headers))?.user ?? null;
    },

    async secondFactor(code, caller) {
      const refused = () =>
        new ApiError("invalid_credentials", "the code is wrong or was used, or the sign-in is too old");
      const waiting = await waitingSignIn(db, auth(), caller.headers);
      if (!waiting) throw refused();
      const { user, cookie } = waiting;
      // Only this cookie is passed on: with a session Better Auth would take any number of codes.
      const headers = new Headers(caller.headers);
      headers.delete("authorization");
      headers.set("cookie", cookie);
      const request = { headers, returnHeaders: true } as const;
      const byCode = async () => {
        if (await usedCodes.has(user.id, code)) throw refused();
        const verified = await mapAuthErrors(refused, () =>
          auth().api.verifyTOTP({ body: { code }, ...request }),
        );
        if (await usedCodes.add(user.id, code)) return verified;
        // Another request used the code meanwhile.
        await db.delete(sessions).where(eq(sessions.token, verified.response.token));
        throw refused();
      };
      const byBackupCode = () =>
        mapAuthErrors(refused, () => auth().api.verifyBackupCode({ body: { code }, ...request }));
      const { headers: answered, response } = await guarded(
        user,
        caller,
        async () => (/^\d{6}$/.test(code) ? byCode() : byBackupCode()),
        secondFactorOf(user.id),
      );
      if (!response.token) throw refused();
      await guard.remember(user.id, caller.ip);
      return signedIn(answered, response.token);
    },

    confirmPassword: (user, password, caller) =>
      guarded(user, caller, async () => {
        const [account] = await db
          .select({ hash: accounts.password })
          .from(accounts)
          .where(and(eq(accounts.userId, user.id), eq(accounts.providerId, "credential")));
        if (!account?.hash || !(await verifyPassword({ hash: account.hash, password }))) {
          throw fieldError("current_password", "is wrong");
        }
      }),

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

    async changePassword(user, { current, next }, caller) {
      if (current === next) throw fieldProblem("new_password", "is the current one")();
      const { headers } = await guarded(user, caller, () =>
        mapAuthErrors(fieldProblem("current_password", "is wrong"), () =>
          auth().api.changePassword({
            body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
            headers: caller.headers,
            returnHeaders: true,
          }),
        ),
      );
      await db.batch([
        db.update(users).set({ mustChangePassword: false }).where(eq(users.id, user.id)),
        endLinks(db, user.id),
      ]);
      forgetPrincipals();
      return renewed(headers);
    },

    async forgotPassword(account) {
      const user = await findUser(account);
      const isAllowed = await guard.allowMail(user?.id ?? account);
      const email = isAllowed && user ? user.email : NOBODY;
      await auth().api.requestPasswordReset({ body: { email } });
      return { userId: user?.id ?? null, isMailed: email !== NOBODY };
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

    async beginTwoFactor(user, password, caller) {
      const answer = await guarded(user, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong, or a second factor is in use already"), () =>
          auth().api.enableTwoFactor({ body: { password, method: "totp" }, headers: caller.headers }),
        ),
      );
      if (!("totpURI" in answer)) throw new Error("no authenticator address came");
      return { uri: answer.totpURI, backupCodes: answer.backupCodes };
    },

    async confirmTwoFactor(user, code, caller) {
      const refused = fieldProblem("code", "is wrong, was used or is too old");
      const check = async () => {
        if (await usedCodes.has(user.id, code)) throw refused();
        const verified = await mapAuthErrors(refused, () =>
          auth().api.verifyTOTP({ body: { code }, headers: caller.headers, returnHeaders: true }),
        );
        await usedCodes.add(user.id, code);
        return verified;
      };
      const { headers } = await guarded(user, caller, check, secondFactorOf(user.id));
      forgetPrincipals();
      return renewed(headers);
    },

    async endTwoFactor(user, password, caller) {
      const answer = await guarded(user, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong"), () =>
          auth().api.disableTwoFactor({ body: { password }, headers: caller.headers, returnHeaders: true }),
        ),
      );
      forgetPrincipals();
      return renewed(answer.headers);
    },
  };
}
