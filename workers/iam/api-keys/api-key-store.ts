/** API keys in D1. */
import { and, desc, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { RecordReach, Scope } from "../../../shared/contracts/access.ts";
import { type ApiKey, apiKeys, users } from "../../db/auth-schema.ts";
import type { Database } from "../../db/run-batch.ts";
import { usersInReach } from "../directory/user-store.ts";
import { hashApiKey, makeApiKey } from "./api-key.ts";

export interface NewApiKey {
  userId: string;
  name: string;
  /** Name of the external node that uses it; null for a person's key. */
  node: string | null;
  scopes: readonly Scope[];
  /** Unix ms; null when it never expires. */
  expiresAt: number | null;
  /** The key that a program made it with; null when a person made it, or it is a registered node's. */
  madeWith: string | null;
}

/** Keys that ended together. */
export interface EndedKeys {
  keys: number;
  /** Nodes among whose keys they were. */
  nodes: string[];
}

export interface ApiKeyRecord extends Omit<ApiKey, "hash"> {
  user: { id: string; username: string; departmentId: string | null };
}

/** A key's position in the list. */
export interface ApiKeyPosition {
  createdAt: number;
  id: string;
}

export interface ApiKeyStore {
  /**
   * Newest first, strictly after `after` when given.
   * @param filter `reach`: whose keys
   */
  list(
    filter: { reach: RecordReach; includeRevoked: boolean },
    limit: number,
    after?: ApiKeyPosition,
  ): Promise<ApiKeyRecord[]>;
  find(id: string): Promise<ApiKeyRecord | null>;
  /** @param key as a program sends it */
  findByKey(key: string): Promise<ApiKey | null>;
  /** @returns the record, and the key itself, which is shown once */
  create(wanted: NewApiKey): Promise<{ key: string; record: ApiKeyRecord }>;
  /**
   * Revokes a key and those made with it, so that none outlives the one it came from. A second revocation keeps the
   * time of the first.
   */
  revoke(id: string): Promise<EndedKeys>;
  /** Revokes all keys of a user, those of nodes that they registered too. */
  revokeOfUser(userId: string): Promise<EndedKeys>;
  /** @returns number of keys revoked */
  revokeNamed(userId: string, name: string): Promise<number>;
  /** @returns number of keys revoked */
  revokeOfNode(node: string): Promise<number>;
  /** Records a use now, unless one was recorded after `before` (Unix ms). */
  markUsed(id: string, before: number): Promise<void>;
}

/** @param now Unix ms */
export function createApiKeyStore(db: Database, now: () => number): ApiKeyStore {
  async function read(where: SQL | undefined, limit: number): Promise<ApiKeyRecord[]> {
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

  async function find(id: string): Promise<ApiKeyRecord | null> {
    const [key] = await read(eq(apiKeys.id, id), 1);
    return key ?? null;
  }

  async function revokeAll(where: SQL | undefined): Promise<EndedKeys> {
    const revoked = await db
      .update(apiKeys)
      .set({ revokedAt: now() })
      .where(and(where, isNull(apiKeys.revokedAt)))
      .returning({ node: apiKeys.node });
    const nodes = revoked.flatMap(({ node }) => (node === null ? [] : [node]));
    return { keys: revoked.length, nodes: [...new Set(nodes)] };
  }

  /** The key and all that were made with it, directly or not. */
  const descendants = (id: string) => sql`${apiKeys.id} in (
    with recursive made(id) as (
      select ${id} union select k.id from api_keys k join made on k.made_with = made.id)
    select id from made)`;

  return {
    list: ({ reach, includeRevoked }, limit, after) =>
      read(
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
      ),
    find,
    async findByKey(key) {
      const [row] = await db
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.hash, hashApiKey(key)));
      return row ?? null;
    },
    async create({ scopes, ...wanted }) {
      const { key, prefix, hash } = makeApiKey();
      const id = crypto.randomUUID();
      await db.insert(apiKeys).values({ ...wanted, id, scopes: [...scopes], prefix, hash, createdAt: now() });
      const record = await find(id);
      if (!record) throw new Error("the key was not stored");
      return { key, record };
    },
    revoke: (id) => revokeAll(descendants(id)),
    revokeOfUser: (userId) => revokeAll(eq(apiKeys.userId, userId)),
    async revokeNamed(userId, name) {
      return (await revokeAll(and(eq(apiKeys.userId, userId), eq(apiKeys.name, name)))).keys;
    },
    async revokeOfNode(node) {
      return (await revokeAll(eq(apiKeys.node, node))).keys;
    },
    async markUsed(id, before) {
      await db
        .update(apiKeys)
        .set({ lastUsedAt: now() })
        .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))))
        .run();
    },
  };
}
