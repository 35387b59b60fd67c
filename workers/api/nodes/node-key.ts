/** API keys of nodes: bound to one node, with only the node role's permissions. */
import type { Context } from "hono";
import { type ApiEnv, principalOf } from "../http/context.ts";

const SCOPES = ["ingest:write", "nodes:lease"] as const;

const choiceOf = (node: string) => ({ node, scopes: SCOPES, expiresAt: null });

/** The caller must have every permission that a node's key has. @throws ApiError forbidden */
export const checkNodeKey = (c: Context<ApiEnv>, node: string): Promise<void> =>
  c.get("services").identity.keyRules.checkNewKey(principalOf(c), choiceOf(node));

/** @returns the key, which is shown once */
export async function makeNodeKey(
  c: Context<ApiEnv>,
  { id, name }: { id: string; name: string },
): Promise<string> {
  const wanted = { userId: principalOf(c).userId, name: `node ${name}`, ...choiceOf(id) };
  const { key } = await c.get("services").identity.apiKeys.create(wanted);
  return key;
}

/** Revokes all keys of a node. @returns how many */
export async function revokeNodeKeys(c: Context<ApiEnv>, node: string): Promise<number> {
  const { identity } = c.get("services");
  const revoked = await identity.apiKeys.revokeOfNode(node);
  identity.forgetPrincipals();
  return revoked;
}
