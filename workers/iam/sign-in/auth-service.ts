/** Sign-in, sign-out, passwords and second factors, as the routes below /auth use them. */
import { and, eq, or } from "drizzle-orm";
import { fieldError } from "../../../shared/errors/validation.ts";
import { accounts, sessions, users, verifications } from "../../db/auth-schema.ts";
import { endLinks } from "../directory/end-credentials.ts";
import { maySignIn } from "../directory/may-sign-in.ts";
import { verifyPassword } from "../directory/password.ts";
import { fieldProblem, mapAuthErrors } from "./auth-errors.ts";
import { createSecondFactor, type SecondFactor, type SignInParts } from "./second-factor.ts";
import {
  type Caller,
  type Cookies,
  guarded,
  type Renewed,
  renewed,
  type SignedIn,
  signedIn,
  wrongCredentials,
} from "./session.ts";
import type { NamedUser } from "./waiting-sign-in.ts";

export interface AuthService extends SecondFactor {
  /**
   * @param account user name or e-mail address
   * @throws ApiError invalid_credentials, the same for a wrong password, an unknown and a disabled account; too_many_requests
   */
  signIn(account: string, password: string, caller: Caller): Promise<SignedIn>;
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
}

/** Belongs to nobody, so that signing in to an unknown account takes as long as with a wrong password. */
const NOBODY = "nobody@invalid.invalid";

export function createAuthService(parts: SignInParts): AuthService {
  const { db, auth, guard, forgetPrincipals } = parts;
  const findUser = async (account: string) => {
    const name = account.trim().toLowerCase();
    const [user] = await db
      .select()
      .from(users)
      .where(and(or(eq(users.username, name), eq(users.email, name)), maySignIn));
    return user;
  };
  return {
    ...createSecondFactor(parts),

    async signIn(account, password, caller) {
      const user = await findUser(account);
      const attempt = { account, ip: caller.ip, userId: user?.id ?? null };
      await guard.begin(attempt);
      const { headers, response } = await mapAuthErrors(wrongCredentials, async () =>
        (await auth()).api.signInEmail({
          body: { email: user?.email ?? NOBODY, password },
          headers: caller.headers,
          returnHeaders: true,
        }),
      );
      if (!user) throw wrongCredentials();
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
      return signedIn(db, headers, response.token);
    },

    confirmPassword: (user, password, caller) =>
      guarded(guard, user, caller, async () => {
        const [account] = await db
          .select({ hash: accounts.password })
          .from(accounts)
          .where(and(eq(accounts.userId, user.id), eq(accounts.providerId, "credential")));
        if (!account?.hash || !(await verifyPassword({ hash: account.hash, password }))) {
          throw fieldError("current_password", "is wrong");
        }
      }),

    async signOut({ headers }) {
      const answer = await (await auth()).api.signOut({ headers, returnHeaders: true });
      forgetPrincipals();
      return { cookies: answer.headers.getSetCookie() };
    },

    async signOutEverywhere(userId, { headers }) {
      const ended = await db.delete(sessions).where(eq(sessions.userId, userId)).run();
      const answer = await (await auth()).api.signOut({ headers, returnHeaders: true });
      forgetPrincipals();
      return { cookies: answer.headers.getSetCookie(), sessions: ended.meta.changes };
    },

    async changePassword(user, { current, next }, caller) {
      if (current === next) throw fieldProblem("new_password", "is the current one")();
      const { headers } = await guarded(guard, user, caller, () =>
        mapAuthErrors(fieldProblem("current_password", "is wrong"), async () =>
          (await auth()).api.changePassword({
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
      const isAllowed = await guard.allowMail(user?.id ?? null, account);
      const email = isAllowed && user ? user.email : NOBODY;
      await (await auth()).api.requestPasswordReset({ body: { email } });
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
      await mapAuthErrors(fieldProblem("token", "is unknown, was used, or is too old"), async () =>
        (await auth()).api.resetPassword({ body: { token, newPassword: next } }),
      );
      forgetPrincipals();
    },
  };
}
