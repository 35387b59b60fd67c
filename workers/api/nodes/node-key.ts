/** The keys that nodes speak with: bound to the node, with the node role's permissions and no more. */
import { and, eq, isNull } from "drizzle-orm";
import type { Context } from "hono";
import { apiKeys } from "../../db/auth-schema.ts";
import { createApiKey } from "../../iam/api-keys/api-key-store.ts";
import { checkKeyChoice } from "../../iam/api-keys/key-rules.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";

const SCOPES = ["ingest:write", "nodes:lease"] as const;

const choiceOf = (node: string) => ({ node, scopes: SCOPES, expiresAt: null });

/** May the caller hand on what a node may? @throws ApiError forbidden */
export const checkNodeKey = (c: Context<ApiEnv>, node: string): Promise<void> =>
  checkKeyChoice(c.get("services").people.access.db, principalOf(c), choiceOf(node));

/** @returns the key, which is shown once */
export async function makeNodeKey(
  c: Context<ApiEnv>,
  { id, name }: { id: string; name: string },
): Promise<string> {
  const { people, clock } = c.get("services");
  const wanted = { userId: principalOf(c).userId, name: `node ${name}`, ...choiceOf(id) };
  const { key } = await createApiKey(people.access.db, wanted, clock.now());
  return key;
}

/** All keys of a node end. @returns how many */
export async function revokeNodeKeys(c: Context<ApiEnv>, node: string): Promise<number> {
  const { people, clock } = c.get("services");
  const revoked = await people.access.db
    .update(apiKeys)
    .set({ revokedAt: clock.now() })
    .where(and(eq(apiKeys.node, node), isNull(apiKeys.revokedAt)))
    .run();
  people.access.changed();
  return revoked.meta.changes;
}
