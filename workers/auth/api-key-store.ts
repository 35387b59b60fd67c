/** API keys in D1. */
import { and, eq, isNull } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Scope } from "../../shared/contracts/access.ts";
import { apiKeys } from "../db/auth-schema.ts";
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
