/** The second factor of a sign-in: an authenticator app (TOTP) and backup codes. */
import { eq } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { sessions } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { fieldProblem, mapAuthErrors } from "./auth-errors.ts";
import type { BetterAuth } from "./better-auth.ts";
import { type Caller, guarded, type Renewed, renewed, type SignedIn, signedIn } from "./session.ts";
import type { SignInGuard } from "./sign-in-guard.ts";
import { createUsedCodes } from "./used-codes.ts";
import { type NamedUser, waitingSignIn } from "./waiting-sign-in.ts";

export interface SecondFactor {
  /** The user whose sign-in waits for the second factor in this browser; null when none does. */
  userWaiting(caller: Caller): Promise<NamedUser | null>;
  /**
   * Completes a sign-in that waits for its second factor.
   * @param code six digits, which are good once, or a backup code
   * @throws ApiError invalid_credentials; too_many_requests
   */
  secondFactor(code: string, caller: Caller): Promise<SignedIn>;
  beginTwoFactor(
    user: NamedUser,
    password: string,
    caller: Caller,
  ): Promise<{ uri: string; backupCodes: string[] }>;
  confirmTwoFactor(user: NamedUser, code: string, caller: Caller): Promise<Renewed>;
  endTwoFactor(user: NamedUser, password: string, caller: Caller): Promise<Renewed>;
}

export interface SignInParts {
  db: Database;
  auth(): Promise<BetterAuth>;
  guard: SignInGuard;
  forgetPrincipals(): void;
  /** Unix ms. */
  now(): number;
}

export function createSecondFactor({ db, auth, guard, forgetPrincipals, now }: SignInParts): SecondFactor {
  const usedCodes = createUsedCodes(db, now);
  return {
    async userWaiting({ headers }) {
      return (await waitingSignIn(db, await auth(), headers))?.user ?? null;
    },

    async secondFactor(code, caller) {
      const refused = () =>
        new ApiError("invalid_credentials", "the code is wrong or was used, or the sign-in is too old");
      const waiting = await waitingSignIn(db, await auth(), caller.headers);
      if (!waiting) throw refused();
      const { user, cookie } = waiting;
      // Only this cookie is passed on: with a session Better Auth would take any number of codes.
      const headers = new Headers(caller.headers);
      headers.delete("authorization");
      headers.set("cookie", cookie);
      const request = { headers, returnHeaders: true } as const;
      const byCode = async () => {
        if (await usedCodes.has(user.id, code)) throw refused();
        const verified = await mapAuthErrors(refused, async () =>
          (await auth()).api.verifyTOTP({ body: { code }, ...request }),
        );
        if (await usedCodes.add(user.id, code)) return verified;
        // Another request used the code meanwhile.
        await db.delete(sessions).where(eq(sessions.token, verified.response.token));
        throw refused();
      };
      const byBackupCode = () =>
        mapAuthErrors(refused, async () =>
          (await auth()).api.verifyBackupCode({ body: { code }, ...request }),
        );
      const { headers: answered, response } = await guarded(
        guard,
        user,
        caller,
        async () => (/^\d{6}$/.test(code) ? byCode() : byBackupCode()),
        "code",
      );
      if (!response.token) throw refused();
      await guard.remember(user.id, caller.ip);
      return signedIn(db, answered, response.token);
    },

    async beginTwoFactor(user, password, caller) {
      const answer = await guarded(guard, user, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong, or a second factor is in use already"), async () =>
          (await auth()).api.enableTwoFactor({ body: { password, method: "totp" }, headers: caller.headers }),
        ),
      );
      if (!("totpURI" in answer)) throw new Error("no authenticator address came");
      return { uri: answer.totpURI, backupCodes: answer.backupCodes };
    },

    async confirmTwoFactor(user, code, caller) {
      const refused = fieldProblem("code", "is wrong, was used or is too old");
      const check = async () => {
        if (await usedCodes.has(user.id, code)) throw refused();
        const verified = await mapAuthErrors(refused, async () =>
          (await auth()).api.verifyTOTP({ body: { code }, headers: caller.headers, returnHeaders: true }),
        );
        await usedCodes.add(user.id, code);
        return verified;
      };
      const { headers } = await guarded(guard, user, caller, check, "code");
      forgetPrincipals();
      return renewed(headers);
    },

    async endTwoFactor(user, password, caller) {
      const answer = await guarded(guard, user, caller, () =>
        mapAuthErrors(fieldProblem("password", "is wrong"), async () =>
          (await auth()).api.disableTwoFactor({
            body: { password },
            headers: caller.headers,
            returnHeaders: true,
          }),
        ),
      );
      forgetPrincipals();
      return renewed(answer.headers);
    },
  };
}
