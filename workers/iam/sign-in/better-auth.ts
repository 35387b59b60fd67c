/** Better Auth over D1: passwords, sessions, second factor, password reset. The API's own routes call it; its router is not mounted. */

import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { bearer } from "better-auth/plugins/bearer";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { accounts, sessions, twoFactors, users, verifications } from "../../db/auth-schema.ts";
import { hashPassword, verifyPassword } from "../directory/password.ts";

/** Fixed from the sign-in on. */
const SESSION_SECONDS = 7 * 86_400;
export const RESET_SECONDS = 3600;
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;
const ISSUER = "JobData";

export interface BetterAuthChoice {
  db: DrizzleD1Database;
  /** At least 32 characters; signs cookies and encrypts second factors. */
  secret: string;
  /** Origin of the dashboard. */
  publicUrl: string;
  /** Cookies over HTTPS only. */
  secure: boolean;
  /** Goes on after the answer was sent, so that an answer takes as long for an unknown address. */
  inBackground(work: Promise<unknown>): void;
  sendReset(to: { name: string; email: string }, token: string): Promise<void>;
  /** The password was set by the link in a mail. */
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
    // Ours; named so that Better Auth knows that a user has one.
    user: { additionalFields: { username: { type: "string", required: true, input: false } } },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, freshAge: 0 },
    // The API counts and limits itself (sign-in-guard.ts, Workers Rate Limiting) and checks the origin itself.
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
