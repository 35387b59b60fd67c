/**
 * Users, sessions and second factors. The property names are those of Better Auth's core schema and of its
 * two-factor plugin; Better Auth never writes the columns below "ours" in `users`.
 */
import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { departments } from "./department-schema.ts";

/** Better Auth uses `Date`; the column holds Unix milliseconds. */
const date = (name: string) => integer(name, { mode: "timestamp_ms" });
const flag = (name: string) => integer(name, { mode: "boolean" }).notNull().default(false);

export const users = sqliteTable(
  "users",
  {
    id: id(),
    /** Shown in the dashboard. */
    name: text("name").notNull(),
    email: text("email").notNull(),
    emailVerified: flag("email_verified"),
    image: text("image"),
    createdAt: date("created_at").notNull(),
    updatedAt: date("updated_at").notNull(),
    twoFactorEnabled: flag("two_factor_enabled"),
    // ours
    /** Lower case; a user signs in with it or with the e-mail address. */
    username: text("username").notNull(),
    departmentId: text("department_id").references((): AnySQLiteColumn => departments.id),
    disabled: flag("disabled"),
    /** Another user set the password; until it is changed nothing else is allowed. */
    mustChangePassword: flag("must_change_password"),
    deletedAt: instant("deleted_at"),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_username").on(table.username),
    index("users_department").on(table.departmentId),
  ],
);

const userId = () =>
  text("user_id")
    .notNull()
    .references(() => users.id);

export const sessions = sqliteTable(
  "sessions",
  {
    id: id(),
    token: text("token").notNull().unique(),
    userId: userId(),
    expiresAt: date("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: date("created_at").notNull(),
    updatedAt: date("updated_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expires").on(table.expiresAt)],
);

/** Sign-in methods; we use only `credential`, which holds a scrypt hash of the password. */
export const accounts = sqliteTable(
  "accounts",
  {
    id: id(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: userId(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: date("access_token_expires_at"),
    refreshTokenExpiresAt: date("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: date("created_at").notNull(),
    updatedAt: date("updated_at").notNull(),
  },
  (table) => [uniqueIndex("accounts_user_provider").on(table.userId, table.providerId)],
);

/** Short-lived secrets, for password resets and for sign-ins that wait for their second factor. */
export const verifications = sqliteTable(
  "verifications",
  {
    id: id(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: date("expires_at").notNull(),
    createdAt: date("created_at").notNull(),
    updatedAt: date("updated_at").notNull(),
  },
  (table) => [
    index("verifications_identifier").on(table.identifier),
    index("verifications_expires").on(table.expiresAt),
  ],
);

export const twoFactors = sqliteTable(
  "two_factors",
  {
    id: id(),
    /** Encrypted with AUTH_SECRET, like the backup codes. */
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: userId(),
    verified: integer("verified", { mode: "boolean" }).default(true),
    failedVerificationCount: integer("failed_verification_count").default(0),
    lockedUntil: date("locked_until"),
  },
  (table) => [index("two_factors_user").on(table.userId)],
);

/** Failed sign-ins by account and by network; the length of a lock grows with them. */
export const signInFailures = sqliteTable(
  "sign_in_failures",
  {
    /** What is counted; `sign-in-guard.ts` lists the kinds. */
    subject: text("subject").primaryKey(),
    failures: integer("failures").notNull(),
    lastAt: instant("last_at").notNull(),
    lockedUntil: instant("locked_until").notNull(),
  },
  (table) => [index("sign_in_failures_last").on(table.lastAt)],
);

/** Networks from which a user has signed in: there the brake that attempts of the whole internet cause does not hold. */
export const knownNetworks = sqliteTable(
  "known_networks",
  {
    userId: userId(),
    /** As `callerNetwork` gives it. */
    network: text("network").notNull(),
    lastAt: instant("last_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.network] }),
    index("known_networks_last").on(table.lastAt),
  ],
);

/** Codes of authenticator apps that were accepted: each is good once (RFC 6238, section 5.2). */
export const usedCodes = sqliteTable(
  "used_codes",
  {
    userId: userId(),
    code: text("code").notNull(),
    usedAt: instant("used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.code] }), index("used_codes_used").on(table.usedAt)],
);

/** API keys of programs. A key is shown once; only its SHA-256 is stored. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: id(),
    name: text("name").notNull(),
    userId: userId(),
    /** Name of the external node it belongs to; it then has the node role's permissions instead of its owner's. */
    node: text("node"),
    /** First characters, to tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    /** JSON array; see `shared/contracts/access.ts`. */
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    /** Null when the key never expires. */
    expiresAt: instant("expires_at"),
    /** Written at most once a minute. */
    lastUsedAt: instant("last_used_at"),
    createdAt: instant("created_at").notNull(),
    revokedAt: instant("revoked_at"),
    /** The key that a program made it with, and whose revocation ends it too; null when a person made it. */
    madeWith: text("made_with"),
  },
  (table) => [index("api_keys_user").on(table.userId), index("api_keys_made_with").on(table.madeWith)],
);

/** Named values of the whole system, such as the version of the synced permissions. The table is called `facts`. */
export const metadata = sqliteTable("facts", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  updatedAt: instant("updated_at").notNull().default(sql`0`),
});

export type User = typeof users.$inferSelect;
export type ApiKey = typeof apiKeys.$inferSelect;
