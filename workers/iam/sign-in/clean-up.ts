/** Deletes credentials and counters that are of no use any more; who they were stays in the audit log. */
import { and, lt, or } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { DAY_MS } from "../../../shared/time.ts";
import { apiKeys, sessions, signInFailures, verifications } from "../../db/auth-schema.ts";

const KEEP_FAILURES_DAYS = 2;
/** As long as the audit log tells of them. */
const KEEP_KEYS_DAYS = 180;

/** Rows deleted. */
export interface CredentialCleanUp {
  sessions: number;
  verifications: number;
  signInFailures: number;
  apiKeys: number;
}

/** @param now Unix ms */
export async function cleanUpCredentials(db: DrizzleD1Database, now: number): Promise<CredentialCleanUp> {
  const date = new Date(now);
  const oldKeys = now - KEEP_KEYS_DAYS * DAY_MS;
  const [ended, used, forgotten, keys] = await db.batch([
    db.delete(sessions).where(lt(sessions.expiresAt, date)),
    db.delete(verifications).where(lt(verifications.expiresAt, date)),
    db
      .delete(signInFailures)
      .where(
        and(
          lt(signInFailures.lastAt, now - KEEP_FAILURES_DAYS * DAY_MS),
          lt(signInFailures.lockedUntil, now),
        ),
      ),
    db.delete(apiKeys).where(or(lt(apiKeys.revokedAt, oldKeys), lt(apiKeys.expiresAt, oldKeys))),
  ]);
  return {
    sessions: ended.meta.changes,
    verifications: used.meta.changes,
    signInFailures: forgotten.meta.changes,
    apiKeys: keys.meta.changes,
  };
}
