/** API keys in D1. */
import { and, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { RecordReach, Scope } from "../../../shared/contracts/access.ts";
import { apiKeys, users } from "../../db/auth-schema.ts";
import { usersInReach } from "../directory/user-store.ts";
import { makeApiKey } from "./api-key.ts";

export interface NewApiKey {
  userId: string;
  name: string;
  /** Name of the external node it is for; null for a person's key. */
  node: string | null;
  scopes: readonly Scope[];
  /** Unix ms; null: never. */
  expiresAt: number | null;
}

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** @returns the row, and the key itself, which is shown once */
export async function createApiKey(
  db: DrizzleD1Database,
  { scopes, ...wanted }: NewApiKey,
  now: number,
): Promise<{ key: string; row: ApiKeyRow }> {
  const { key, prefix, hash } = makeApiKey();
  const [row] = await db
    .insert(apiKeys)
    .values({ ...wanted, scopes: [...scopes], prefix, hash, createdAt: now })
    .returning();
  if (!row) throw new Error("the key was not stored");
  return { key, row };
}

/** @returns how many were in use until now */
export async function revokeKeysNamed(
  db: DrizzleD1Database,
  userId: string,
  name: string,
  now: number,
): Promise<number> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.userId, userId), eq(apiKeys.name, name), isNull(apiKeys.revokedAt)))
    .run();
  return revoked.meta.changes;
}

export interface ApiKeyRecord extends Omit<ApiKeyRow, "hash"> {
  user: { id: string; username: string; departmentId: string | null };
}

/** Of the order of the list. */
export interface ApiKeyPosition {
  createdAt: number;
  id: string;
}

async function read(db: DrizzleD1Database, where: SQL | undefined, limit: number): Promise<ApiKeyRecord[]> {
  const rows = await db
    .select({ key: apiKeys, username: users.username, departmentId: users.departmentId })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(where)
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit);
  return rows.map(({ key: { hash: _, ...key }, username, departmentId }) => ({
    ...key,
    user: { id: key.userId, username, departmentId },
  }));
}

/**
 * Newest first, strictly after `after` when given.
 * @param reach whose keys
 */
export const listApiKeyRecords = (
  db: DrizzleD1Database,
  { reach, includeRevoked }: { reach: RecordReach; includeRevoked: boolean },
  limit: number,
  after?: ApiKeyPosition,
): Promise<ApiKeyRecord[]> =>
  read(
    db,
    and(
      usersInReach(reach),
      includeRevoked ? undefined : isNull(apiKeys.revokedAt),
      after &&
        or(
          sql`${apiKeys.createdAt} < ${after.createdAt}`,
          sql`${apiKeys.createdAt} = ${after.createdAt} and ${apiKeys.id} < ${after.id}`,
        ),
    ),
    limit,
  );

export async function findApiKey(db: DrizzleD1Database, id: string): Promise<ApiKeyRecord | null> {
  const [key] = await read(db, eq(apiKeys.id, id), 1);
  return key ?? null;
}

/** A second revocation leaves the time of the first. */
export async function revokeApiKey(db: DrizzleD1Database, id: string, now: number): Promise<void> {
  await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
}
