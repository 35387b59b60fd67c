/** Sign-in, identification and access control, put together over D1. */
import { waitUntil } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Config } from "../../shared/contracts/config.ts";
import { createAccessService } from "../access/access-service.ts";
import { PrincipalCache } from "../access/principal-cache.ts";
import type { RoutePermission } from "../access/refresh.ts";
import { createAuditLog } from "../audit/audit-log.ts";
import { users } from "../db/auth-schema.ts";
import type { Logger } from "../log.ts";
import { smtpMail } from "../notify/mail.ts";
import { createAuthService } from "./auth-service.ts";
import { type BetterAuth, createBetterAuth } from "./better-auth.ts";
import { cleanUpCredentials } from "./clean-up.ts";
import { createIdentify } from "./identify.ts";
import { endLinks, liftLock } from "./new-password.ts";
import type { People } from "./people.ts";
import { resetMail } from "./reset-mail.ts";
import { createSignInGuard } from "./sign-in-guard.ts";

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
