/**
 * Locks an account or an address after some failed sign-ins, twice as long with each further one.
 * An attempt is counted before the password is checked, in one statement, so that no parallel attempt is missed.
 */
import { sql } from "drizzle-orm";
import { callerNetwork } from "../../../shared/domain/ip-address.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { signInFailures } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";

interface Allowance {
  /** Attempts before the first lock. */
  free: number;
  /** Length of the first lock; it doubles with each further attempt. */
  baseMs: number;
  maxMs: number;
}

const ACCOUNT: Allowance = { free: 5, baseMs: 30_000, maxMs: 3_600_000 };
/** Many users may share one office's address. */
const ADDRESS: Allowance = { free: 30, baseMs: 30_000, maxMs: 3_600_000 };
/** The count starts again when the last attempt is older than this. */
const FORGET_MS = 86_400_000;
/** Keeps the shift in range; 2^17 times the base is more than any `maxMs`. */
const MAX_DOUBLINGS = 17;

export interface SignInGuard {
  /**
   * Counts an attempt before it is made.
   * @throws ApiError too_many_requests while the account or the address is locked
   */
  begin(account: string, ip: string): Promise<void>;
  /** The attempt succeeded: resets the account's count and takes one attempt off the address's. */
  succeed(account: string, ip: string): Promise<void>;
}

/** @param now Unix ms */
export function createSignInGuard(db: Database, now: () => number): SignInGuard {
  const subjects = (account: string, ip: string) =>
    [`account:${account.trim().toLowerCase().slice(0, 200)}`, `ip:${callerNetwork(ip)}`] as const;

  /** @param unless nothing is counted while this subject is locked, so that a rejected attempt locks no account */
  const count = (subject: string, { free, baseMs, maxMs }: Allowance, at: number, unless = subject) => {
    const failures = sql`(case when ${signInFailures.lastAt} < ${at - FORGET_MS} then 1 else ${signInFailures.failures} + 1 end)`;
    const wait = sql`min(${maxMs}, ${baseMs} << min(${MAX_DOUBLINGS}, ${failures} - ${free}))`;
    return db
      .insert(signInFailures)
      .values({ subject, failures: 1, lastAt: at, lockedUntil: 0 })
      .onConflictDoUpdate({
        target: signInFailures.subject,
        set: {
          failures,
          lastAt: at,
          lockedUntil: sql`case when ${failures} < ${free} then 0 else ${at} + ${wait} end`,
        },
        setWhere: sql`${signInFailures.lockedUntil} <= ${at} and not exists (
          select 1 from ${signInFailures} as other where other.subject = ${unless} and other.locked_until > ${at})`,
      })
      .returning({ subject: signInFailures.subject });
  };

  return {
    async begin(account, ip) {
      const at = now();
      const [ofAccount, ofAddress] = subjects(account, ip);
      const counted = await db.batch([
        count(ofAccount, ACCOUNT, at, ofAddress),
        count(ofAddress, ADDRESS, at),
      ]);
      if (counted.every((rows) => rows.length > 0)) return;
      const [row] = await db
        .select({ until: sql<number>`max(${signInFailures.lockedUntil})` })
        .from(signInFailures)
        .where(sql`${signInFailures.subject} in (${ofAccount}, ${ofAddress})`);
      const seconds = Math.max(1, Math.ceil(((row?.until ?? at) - at) / 1000));
      throw new ApiError("too_many_requests", `too many wrong tries; try again in ${seconds} s`, [], {
        retryAfterSeconds: seconds,
      });
    },
    async succeed(account, ip) {
      const [ofAccount, ofAddress] = subjects(account, ip);
      await db.batch([
        db.delete(signInFailures).where(sql`${signInFailures.subject} = ${ofAccount}`),
        db
          .update(signInFailures)
          .set({ failures: sql`max(0, ${signInFailures.failures} - 1)`, lockedUntil: 0 })
          .where(sql`${signInFailures.subject} = ${ofAddress}`),
      ]);
    },
  };
}
