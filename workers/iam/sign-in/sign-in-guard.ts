/**
 * Locks sign-in after some failed attempts, twice as long with each further one. It counts
 * - the account at one network (`at:<network> <account>`): whoever guesses from elsewhere locks nobody out;
 * - the account everywhere (`account:<account>`), a softer brake on attempts from many networks, which does not hold
 *   where the owner has signed in before;
 * - the network (`ip:<network>`), and softer the IPv6 /48 around it, of which one customer may have every /64.
 *
 * The account is counted as it was typed: a common counter for user name and e-mail address would tell that they are
 * one living account. An attempt is counted before the password is checked, in one statement, so that no parallel
 * attempt is missed; an attempt that meets a lock is not counted anywhere.
 */
import { and, eq, sql } from "drizzle-orm";
import { callerNetwork, wideNetwork } from "../../../shared/domain/ip-address.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { HOUR_MS } from "../../../shared/time.ts";
import { knownNetworks, signInFailures } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";

interface Allowance {
  /** Attempts before the first lock. */
  free: number;
  /** Length of the first lock; it doubles with each further attempt. */
  baseMs: number;
  maxMs: number;
}

const ACCOUNT_AT_NETWORK: Allowance = { free: 5, baseMs: 30_000, maxMs: HOUR_MS };
/** NIST SP 800-63B, section 5.2.2, allows 100 failed attempts in a row. */
const ACCOUNT: Allowance = { free: 50, baseMs: 30_000, maxMs: 300_000 };
/** Many users may share one office's address. */
const NETWORK: Allowance = { free: 30, baseMs: 30_000, maxMs: HOUR_MS };
const WIDE_NETWORK: Allowance = { free: 40, baseMs: 30_000, maxMs: 300_000 };

/** The count starts again when the last attempt is older than this. */
const FORGET_MS = 86_400_000;
/** Keeps the shift in range; 2^17 times the base is more than any `maxMs`. */
const MAX_DOUBLINGS = 17;

/** Mails to one account in `MAIL_WINDOW_MS`, which is as long as their links are good: the owner always has one. */
const MAX_MAILS = 5;
const MAIL_WINDOW_MS = HOUR_MS;

export interface Attempt {
  /** What was typed, or the user's id with `secret: "code"`. */
  account: string;
  /** What is guessed. They are counted apart, so that nobody can type an account that is another one's second factor. */
  secret?: "password" | "code";
  ip: string;
  /** The user it belongs to; null when there is none. */
  userId: string | null;
}

export interface SignInGuard {
  /**
   * Counts an attempt before it is made.
   * @throws ApiError too_many_requests while the account is locked here, or the network is
   */
  begin(attempt: Attempt): Promise<void>;
  /** The attempt succeeded: resets the account's counts and takes one attempt off the network's. */
  succeed(attempt: Attempt): Promise<void>;
  /** Somebody signed in as the user, completely: the network is known from now on. */
  remember(userId: string, ip: string): Promise<void>;
  /**
   * Counts a mail before it is sent, in one statement.
   * @param userId null when there is no such user; what was typed is counted apart, because it may be a user's id
   * @returns false when enough were sent
   */
  allowMail(userId: string | null, typed: string): Promise<boolean>;
}

/** The account as the guard counts it. */
const countedAccount = (account: string): string => account.trim().toLowerCase().slice(0, 200);

/** @param now Unix ms */
export function createSignInGuard(db: Database, now: () => number): SignInGuard {
  const subjectsOf = ({ account, ip, secret }: Attempt) => {
    const kind = secret === "code" ? "code-" : "";
    const [name, network, wide] = [countedAccount(account), callerNetwork(ip), wideNetwork(ip)];
    return {
      // A network holds no space, so no account can be typed that is counted as another one's.
      here: `${kind}at:${network} ${name}`,
      everywhere: `${kind}account:${name}`,
      networks: [`ip:${network}`, ...(wide === null ? [] : [`ip:${wide}`])],
    };
  };

  async function isKnown({ userId, ip }: Attempt): Promise<boolean> {
    const [row] = await db
      .select({ at: knownNetworks.lastAt })
      .from(knownNetworks)
      // Without a user it is asked as well, so that the answer takes as long.
      .where(and(eq(knownNetworks.userId, userId ?? ""), eq(knownNetworks.network, callerNetwork(ip))));
    return row !== undefined;
  }

  return {
    async begin(attempt) {
      const { here, everywhere, networks } = subjectsOf(attempt);
      const counted: [string, Allowance][] = [[here, ACCOUNT_AT_NETWORK]];
      if (!(await isKnown(attempt))) counted.push([everywhere, ACCOUNT]);
      for (const [index, subject] of networks.entries()) {
        counted.push([subject, index === 0 ? NETWORK : WIDE_NETWORK]);
      }
      const at = now();
      const json = JSON.stringify(counted.map(([subject, allowance]) => ({ subject, ...allowance })));
      const failures = sql`(case when sign_in_failures.last_at < ${at - FORGET_MS} then 1 else sign_in_failures.failures + 1 end)`;
      const rows = await db.all<{ subject: string }>(sql`
        with wanted as (
          select value->>'subject' as subject, value->>'free' as free, value->>'baseMs' as base_ms,
            value->>'maxMs' as max_ms
          from json_each(${json}))
        insert into sign_in_failures (subject, failures, last_at, locked_until)
        select subject, 1, ${at}, 0 from wanted where not exists (
          select 1 from sign_in_failures held join wanted on wanted.subject = held.subject
          where held.locked_until > ${at})
        on conflict (subject) do update set failures = ${failures}, last_at = ${at}, locked_until = (
          select case when ${failures} < free then 0
            else ${at} + min(max_ms, base_ms << min(${MAX_DOUBLINGS}, ${failures} - free)) end
          from wanted where wanted.subject = sign_in_failures.subject)
        returning subject`);
      if (rows.length > 0) return;
      const [row] = await db.all<{ until: number | null }>(sql`
        select max(locked_until) as until from sign_in_failures
        where subject in (select value->>'subject' from json_each(${json}))`);
      const seconds = Math.max(1, Math.ceil(((row?.until ?? at) - at) / 1000));
      throw new ApiError("too_many_requests", `too many wrong tries; try again in ${seconds} s`, [], {
        retryAfterSeconds: seconds,
      });
    },
    async succeed(attempt) {
      const { here, everywhere, networks } = subjectsOf(attempt);
      await db.batch([
        db.delete(signInFailures).where(sql`${signInFailures.subject} in (${here}, ${everywhere})`),
        db
          .update(signInFailures)
          .set({ failures: sql`max(0, ${signInFailures.failures} - 1)`, lockedUntil: 0 })
          .where(
            sql`${signInFailures.subject} in (select value from json_each(${JSON.stringify(networks)}))`,
          ),
      ]);
    },
    async remember(userId, ip) {
      const [network, lastAt] = [callerNetwork(ip), now()];
      await db
        .insert(knownNetworks)
        .values({ userId, network, lastAt })
        .onConflictDoUpdate({ target: [knownNetworks.userId, knownNetworks.network], set: { lastAt } });
    },
    async allowMail(userId, typed) {
      const at = now();
      const subject = userId === null ? `mail-typed:${countedAccount(typed)}` : `mail:${userId}`;
      const isOver = sql`${signInFailures.lockedUntil} <= ${at}`;
      const counted = await db
        .insert(signInFailures)
        .values({
          subject,
          failures: 1,
          lastAt: at,
          // The end of the window.
          lockedUntil: at + MAIL_WINDOW_MS,
        })
        .onConflictDoUpdate({
          target: signInFailures.subject,
          set: {
            failures: sql`case when ${isOver} then 1 else ${signInFailures.failures} + 1 end`,
            lastAt: at,
            lockedUntil: sql`case when ${isOver} then ${at + MAIL_WINDOW_MS} else ${signInFailures.lockedUntil} end`,
          },
          setWhere: sql`${isOver} or ${signInFailures.failures} < ${MAX_MAILS}`,
        })
        .returning({ subject: signInFailures.subject });
      return counted.length > 0;
    },
  };
}
