/**
 * Who signs in: users, sessions, second factors. The property names are those of Better Auth's core schema and
 * of its two-factor plugin; what stands below "ours" in `users` Better Auth never writes.
 */
import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { id, instant } from "./columns.ts";
import { departments } from "./department-schema.ts";

/** Better Auth speaks in `Date`; stored as Unix milliseconds. */
const date = (name: string) => integer(name, { mode: "timestamp_ms" });
const flag = (name: string) => integer(name, { mode: "boolean" }).notNull().default(false);

export const users = sqliteTable(
  "users",
  {
    id: id(),
    /** Shown to people. */
    name: text("name").notNull(),
    email: text("email").notNull(),
    emailVerified: flag("email_verified"),
    image: text("image"),
    createdAt: date("created_at").notNull(),
    updatedAt: date("updated_at").notNull(),
    twoFactorEnabled: flag("two_factor_enabled"),
    // ours
    /** Lower case; what one signs in with, beside the e-mail address. */
    username: text("username").notNull(),
    departmentId: text("department_id").references((): AnySQLiteColumn => departments.id),
    disabled: flag("disabled"),
    /** The password was given by someone else: nothing but changing it is allowed. */
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

/** Ways to sign in; here only `credential`, whose password is a scrypt hash. */
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

/** Short-lived secrets: password resets, sign-ins that wait for their second factor. */
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

/** Wrong tries to sign in, by account and by address: the delay grows with them. */
export const signInFailures = sqliteTable(
  "sign_in_failures",
  {
    /** `account:<what was typed, lower case>` or `ip:<address>`. */
    subject: text("subject").primaryKey(),
    failures: integer("failures").notNull(),
    lastAt: instant("last_at").notNull(),
    lockedUntil: instant("locked_until").notNull(),
  },
  (table) => [index("sign_in_failures_last").on(table.lastAt)],
);

/** Keys of programs. The key itself is shown once; here lies its SHA-256. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: id(),
    name: text("name").notNull(),
    userId: userId(),
    /** Name of the external node it was made for: it then has the node role's permissions, not its owner's. */
    node: text("node"),
    /** First characters, to tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    /** JSON array; see `shared/contracts/access.ts`. */
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    /** Null: never. */
    expiresAt: instant("expires_at"),
    /** Written at most once a minute. */
    lastUsedAt: instant("last_used_at"),
    createdAt: instant("created_at").notNull(),
    revokedAt: instant("revoked_at"),
  },
  (table) => [index("api_keys_user").on(table.userId)],
);

/** Facts about the whole, one row each: the version of the permissions that were read from the routes. */
export const facts = sqliteTable("facts", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  updatedAt: instant("updated_at").notNull().default(sql`0`),
});
