/** Better Auth over D1: passwords, sessions, second factor, password reset. Our own routes call it; its router is not mounted. */

import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { bearer } from "better-auth/plugins/bearer";
import { twoFactor } from "better-auth/plugins/two-factor";
import { accounts, sessions, twoFactors, users, verifications } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { hashPassword, verifyPassword } from "../directory/password.ts";
import { PASSWORD_LENGTH, RESET_SECONDS } from "./sign-in-rules.ts";

/** A session ends this long after the sign-in, however much it is used. */
const SESSION_SECONDS = 7 * 86_400;
const ISSUER = "JobData";

export interface BetterAuthChoice {
  db: Database;
  /** At least 32 characters; signs cookies and encrypts second factors. */
  secret: string;
  /** Origin of the dashboard. */
  publicUrl: string;
  /** Cookies over HTTPS only. */
  secure: boolean;
  /** Runs work after the answer is sent, so that the answer takes as long for an unknown address. */
  inBackground(work: Promise<unknown>): void;
  sendReset(to: { name: string; email: string }, token: string): Promise<void>;
  /** Called after a password was set through a mailed link. */
  onReset(userId: string): Promise<void>;
}

export function createBetterAuth(choice: BetterAuthChoice) {
  return betterAuth({
    appName: ISSUER,
    baseURL: choice.publicUrl,
    basePath: "/api/v1/auth",
    secret: choice.secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(choice.db, {
      provider: "sqlite",
      schema: {
        user: users,
        session: sessions,
        account: accounts,
        verification: verifications,
        twoFactor: twoFactors,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      sendResetPassword: ({ user, token }) => choice.sendReset(user, token),
      onPasswordReset: ({ user }) => choice.onReset(user.id),
    },
    // Our own column, declared so that Better Auth reads it with the user.
    user: { additionalFields: { username: { type: "string", required: true, input: false } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, freshAge: 0 },
    // The API limits attempts (sign-in-guard.ts, Workers Rate Limiting) and checks the origin.
    rateLimit: { enabled: false },
    plugins: [bearer({ requireSignature: true }), twoFactor({ issuer: ISSUER })],
    advanced: {
      cookiePrefix: "jobdata",
      useSecureCookies: choice.secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict", path: "/" },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
      database: { generateId: () => crypto.randomUUID() },
      backgroundTasks: { handler: choice.inBackground },
    },
  });
}

export type BetterAuth = ReturnType<typeof createBetterAuth>;
