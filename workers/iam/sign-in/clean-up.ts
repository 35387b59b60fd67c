/** Deletes expired credentials and counters; the audit log keeps who used them. */
import { and, lt, or } from "drizzle-orm";
import { DAY_MS } from "../../../shared/time.ts";
import {
  apiKeys,
  knownNetworks,
  sessions,
  signInFailures,
  usedCodes,
  verifications,
} from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";

const KEEP_FAILURES_DAYS = 2;
/** The same as the retention of the audit log. */
const KEEP_KEYS_DAYS = 180;

/** A network is known this long after the last sign-in from it. */
const KEEP_NETWORKS_DAYS = 90;
/** A used code is kept longer than it could be entered, which is 90 s. */
const KEEP_CODES_DAYS = 1;

/** Rows deleted. */
export interface CredentialCleanUp {
  sessions: number;
  verifications: number;
  signInFailures: number;
  apiKeys: number;
}

/** @param now Unix ms @param dry only counts */
export async function cleanUpCredentials(db: Database, now: number, dry = false): Promise<CredentialCleanUp> {
  const date = new Date(now);
  const oldKeys = now - KEEP_KEYS_DAYS * DAY_MS;
  const old = {
    sessions: lt(sessions.expiresAt, date),
    verifications: lt(verifications.expiresAt, date),
    failures: and(
      lt(signInFailures.lastAt, now - KEEP_FAILURES_DAYS * DAY_MS),
      lt(signInFailures.lockedUntil, now),
    ),
    keys: or(lt(apiKeys.revokedAt, oldKeys), lt(apiKeys.expiresAt, oldKeys)),
  };
  if (dry) {
    const [sessionCount, verificationCount, failureCount, keyCount] = await Promise.all([
      db.$count(sessions, old.sessions),
      db.$count(verifications, old.verifications),
      db.$count(signInFailures, old.failures),
      db.$count(apiKeys, old.keys),
    ]);
    return {
      sessions: sessionCount,
      verifications: verificationCount,
      signInFailures: failureCount,
      apiKeys: keyCount,
    };
  }
  const [ended, used, forgotten, keys] = await db.batch([
    db.delete(sessions).where(old.sessions),
    db.delete(verifications).where(old.verifications),
    db.delete(signInFailures).where(old.failures),
    db.delete(apiKeys).where(old.keys),
    db.delete(knownNetworks).where(lt(knownNetworks.lastAt, now - KEEP_NETWORKS_DAYS * DAY_MS)),
    db.delete(usedCodes).where(lt(usedCodes.usedAt, now - KEEP_CODES_DAYS * DAY_MS)),
  ]);
  return {
    sessions: ended.meta.changes,
    verifications: used.meta.changes,
    signInFailures: forgotten.meta.changes,
    apiKeys: keys.meta.changes,
  };
}
