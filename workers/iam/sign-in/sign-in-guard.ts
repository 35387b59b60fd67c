/**
 * Wrong tries cost time: after a few, an account or an address is locked, twice as long with each further one.
 * A try is counted before the password is checked, in one statement, so that a thousand at once are a thousand.
 */
import { sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { callerNetwork } from "../../../shared/domain/ip-address.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { signInFailures } from "../../db/auth-schema.ts";

interface Allowance {
  /** Tries without a lock. */
  free: number;
  /** The first lock, ms; it doubles with each further try. */
  baseMs: number;
  mostMs: number;
}

const ACCOUNT: Allowance = { free: 5, baseMs: 30_000, mostMs: 3_600_000 };
/** An office behind one address has many people. */
const ADDRESS: Allowance = { free: 30, baseMs: 30_000, mostMs: 3_600_000 };
/** Tries further back are forgotten. */
const FORGET_MS = 86_400_000;
/** 2^17 times the base is beyond any `mostMs`. */
const MOST_DOUBLINGS = 17;

export interface SignInGuard {
  /**
   * Counts a try that is about to be made.
   * @throws ApiError too_many_requests while the account or the address is locked
   */
  begin(account: string, ip: string): Promise<void>;
  /** The try was right: the account starts anew, the address is one try better off. */
  succeed(account: string, ip: string): Promise<void>;
}

/** @param now Unix ms */
export function createSignInGuard(db: DrizzleD1Database, now: () => number): SignInGuard {
  const subjects = (account: string, ip: string) =>
    [`account:${account.trim().toLowerCase().slice(0, 200)}`, `ip:${callerNetwork(ip)}`] as const;

  /** @param unless while this one is locked, nothing is counted: who is turned away locks nobody out */
  const count = (subject: string, { free, baseMs, mostMs }: Allowance, at: number, unless = subject) => {
    const failures = sql`(case when ${signInFailures.lastAt} < ${at - FORGET_MS} then 1 else ${signInFailures.failures} + 1 end)`;
    const wait = sql`min(${mostMs}, ${baseMs} << min(${MOST_DOUBLINGS}, ${failures} - ${free}))`;
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
