/** Codes of authenticator apps that were accepted: each is good once (RFC 6238, section 5.2). */
import { and, eq, gte, lt } from "drizzle-orm";
import { usedCodes } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";

/** A code is accepted in its own 30 s and the 30 s before and after; a used one is refused a little longer. */
const CODE_MS = 120_000;

export interface UsedCodes {
  has(userId: string, code: string): Promise<boolean>;
  /** Marks a code as used, in one statement. @returns false when another request was first */
  add(userId: string, code: string): Promise<boolean>;
}

/** @param now Unix ms */
export const createUsedCodes = (db: Database, now: () => number): UsedCodes => ({
  async has(userId, code) {
    const [row] = await db
      .select({ usedAt: usedCodes.usedAt })
      .from(usedCodes)
      .where(
        and(eq(usedCodes.userId, userId), eq(usedCodes.code, code), gte(usedCodes.usedAt, now() - CODE_MS)),
      );
    return row !== undefined;
  },
  async add(userId, code) {
    const usedAt = now();
    const added = await db
      .insert(usedCodes)
      .values({ userId, code, usedAt })
      .onConflictDoUpdate({
        target: [usedCodes.userId, usedCodes.code],
        set: { usedAt },
        setWhere: lt(usedCodes.usedAt, usedAt - CODE_MS),
      })
      .returning({ code: usedCodes.code });
    return added.length > 0;
  },
});
