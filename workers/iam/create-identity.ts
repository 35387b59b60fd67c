/** Sign-in, identification and access control, put together over D1. */
import { waitUntil } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Config } from "../../shared/contracts/config.ts";
import type { Logger } from "../../shared/log.ts";
import { users } from "../db/auth-schema.ts";
import { smtpMail } from "../notify/mail.ts";
import { createAuditLog } from "./audit-log.ts";
import { endLinks, liftLock } from "./directory/end-credentials.ts";
import type { People } from "./identity.ts";
import { createAccessService } from "./permissions/access-service.ts";
import { PrincipalCache } from "./permissions/principal-cache.ts";
import type { RoutePermission } from "./permissions/sync-permissions.ts";
import { createAuthService } from "./sign-in/auth-service.ts";
import { type BetterAuth, createBetterAuth } from "./sign-in/better-auth.ts";
import { cleanUpCredentials } from "./sign-in/clean-up.ts";
import { createIdentify } from "./sign-in/identify.ts";
import { resetMail } from "./sign-in/reset-mail.ts";
import { createSignInGuard } from "./sign-in/sign-in-guard.ts";

/** One per isolate: see its rule. */
const cache = new PrincipalCache();

const sessionCookieName = (config: Pick<Config, "ENVIRONMENT">) =>
  config.ENVIRONMENT === "production" ? "__Secure-jobdata.session_token" : "jobdata.session_token";

export function createPeople(parts: {
  database: D1Database;
  config: Config;
  routes: readonly RoutePermission[];
  logger: Logger;
  now(): number;
}): People {
  const { config, logger, now } = parts;
  const db = drizzle(parts.database);
  const access = createAccessService(db, cache, parts.routes, now);
  const inBackground = (work: Promise<unknown>) =>
    waitUntil(work.catch((error) => logger.error("background work failed", { error })));
  // Built when a session is read or made: a request with a known credential never needs it.
  let built: BetterAuth | null = null;
  const auth = () => {
    built ??= createBetterAuth({
      db,
      secret: config.AUTH_SECRET,
      publicUrl: config.PUBLIC_URL,
      secure: config.ENVIRONMENT === "production",
      inBackground,
      async sendReset({ name, email }, token) {
        if (!config.SMTP_URL)
          return logger.warn("no SMTP_URL: a password reset was asked for and no mail can be sent");
        try {
          const mail = smtpMail(config.SMTP_URL, config.MAIL_FROM);
          await mail(resetMail({ name, email, token, publicUrl: config.PUBLIC_URL }));
        } catch (error) {
          // Told here: Better Auth would drop it, and the answer must not differ.
          logger.error("a reset mail could not be sent", { error });
        }
      },
      async onReset(userId) {
        await db.batch([
          db.update(users).set({ mustChangePassword: false }).where(eq(users.id, userId)),
          endLinks(db, userId),
          liftLock(db, userId),
        ]);
      },
    });
    return built;
  };
  const cookieName = sessionCookieName(config);
  return {
    cookieName,
    access,
    audit: createAuditLog(db),
    cleanUp: (now) => cleanUpCredentials(db, now),
    identify: createIdentify({ db, auth, cookieName, cache, access, now, inBackground }),
    auth: createAuthService({ db, auth, guard: createSignInGuard(db, now), access }),
  };
}
