/** Builds users, permissions, API keys and sign-in over D1. */
import { waitUntil } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Config } from "../../shared/config.ts";
import type { Logger } from "../../shared/log.ts";
import { users as userTable } from "../db/auth-schema.ts";
import type { Mail, SendMail } from "../notify/mail.ts";
import { createApiKeyStore } from "./api-keys/api-key-store.ts";
import { createKeyRules } from "./api-keys/key-rules.ts";
import { createAuditLog } from "./audit-log.ts";
import { createDepartmentStore } from "./directory/department-store.ts";
import { endLinks, liftLock } from "./directory/end-credentials.ts";
import { createFirstAdminStore } from "./directory/first-admin.ts";
import { createMenuStore } from "./directory/menu-store.ts";
import { createRoleRules } from "./directory/role-rules.ts";
import { createRoleStore } from "./directory/role-store.ts";
import { createUserRules } from "./directory/user-rules.ts";
import { createUserStore } from "./directory/user-store.ts";
import type { Identity } from "./identity.ts";
import { readAccount } from "./permissions/account.ts";
import { createGrantStore } from "./permissions/grant-limits.ts";
import { createPermissionService } from "./permissions/permission-service.ts";
import { PrincipalCache } from "./permissions/principal-cache.ts";
import { createPrincipalStore } from "./permissions/principal-store.ts";
import type { RoutePermission } from "./permissions/sync-permissions.ts";
import { createAuthService } from "./sign-in/auth-service.ts";
import type { BetterAuth } from "./sign-in/better-auth.ts";
import { cleanUpCredentials } from "./sign-in/clean-up.ts";
import { createIdentify } from "./sign-in/identify.ts";
import { addressMail, resetMail } from "./sign-in/mails.ts";
import { createSignInGuard } from "./sign-in/sign-in-guard.ts";

/** One per isolate, because entries expire for the whole isolate. */
const cache = new PrincipalCache();

const sessionCookieName = (config: Pick<Config, "ENVIRONMENT">) =>
  config.ENVIRONMENT === "production" ? "__Secure-jobdata.session_token" : "jobdata.session_token";

export function createIdentity(parts: {
  database: D1Database;
  config: Config;
  routes: readonly RoutePermission[];
  logger: Logger;
  /** Null when no mail can be sent. */
  sendMail: SendMail | null;
  /** Unix ms. */
  now(): number;
}): Identity {
  const { config, logger, sendMail, now } = parts;
  const db = drizzle(parts.database);
  const inBackground = (work: Promise<unknown>) =>
    waitUntil(work.catch((error) => logger.error("background work failed", { error })));
  const forgetPrincipals = () => cache.clear();
  /** A failure is only logged: Better Auth drops the error, and the answer must be the same either way. */
  async function mail(occasion: string, message: Mail): Promise<void> {
    if (!sendMail) return logger.warn(`no SMTP_URL: ${occasion} and no mail can be sent`);
    try {
      await sendMail(message);
    } catch (error) {
      logger.error(`${occasion} and the mail could not be sent`, { error });
    }
  }

  const users = createUserStore(db, now);
  const roles = createRoleStore(db, now);
  const departments = createDepartmentStore(db, now);
  const apiKeys = createApiKeyStore(db, now);
  const grants = createGrantStore(db);
  const principals = createPrincipalStore(db, grants);
  const permissions = createPermissionService(db, cache, parts.routes, now);

  // Loaded and built on first use: objects, queues and a request whose credential is cached don't need it.
  let built: Promise<BetterAuth> | null = null;
  const buildAuth = async () => {
    const { createBetterAuth } = await import("./sign-in/better-auth.ts");
    return createBetterAuth({
      db,
      secret: config.AUTH_SECRET,
      publicUrl: config.PUBLIC_URL,
      secure: config.ENVIRONMENT === "production",
      inBackground,
      sendReset: ({ name, email }, token) =>
        mail(
          "a password reset was asked for",
          resetMail({ name, email, token, publicUrl: config.PUBLIC_URL }),
        ),
      async onReset(userId) {
        await db.batch([
          db.update(userTable).set({ mustChangePassword: false }).where(eq(userTable.id, userId)),
          endLinks(db, userId),
          liftLock(db, userId),
        ]);
      },
    });
  };
  const auth = () => {
    built ??= buildAuth();
    return built;
  };
  const cookieName = sessionCookieName(config);
  return {
    users,
    userRules: createUserRules(db, { users, departments, grants }),
    roles,
    roleRules: createRoleRules(db, { roles, grants }),
    departments,
    menus: createMenuStore(db, now),
    permissions,
    apiKeys,
    keyRules: createKeyRules({ keys: apiKeys, permissions, grants }),
    firstAdmin: createFirstAdminStore(db, users),
    audit: createAuditLog(db),
    cookieName,
    identify: createIdentify({
      auth,
      apiKeys,
      principals,
      permissions,
      cookieName,
      cache,
      now,
      inBackground,
    }),
    auth: createAuthService({ db, auth, guard: createSignInGuard(db, now), forgetPrincipals, now }),
    account: (principal) => readAccount(db, principal),
    rightsOf: (userId) => principals.find(userId),
    tellOldAddress: (before) => inBackground(mail("an e-mail address was changed", addressMail(before))),
    forgetPrincipals,
    cleanUp: (at, dry) => cleanUpCredentials(db, at, dry),
  };
}
