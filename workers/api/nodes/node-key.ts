/** API keys of nodes: bound to one node, with only the node role's permissions. */
import type { Context } from "hono";
import { Instant } from "../http/answers.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";

const SCOPES = ["ingest:write", "nodes:lease"] as const;

/** A program's key gives the node no longer life than its own has. */
async function choiceOf(c: Context<ApiEnv>, node: string) {
  const expiresAt = await c.get("services").identity.keyRules.latestExpiry(principalOf(c));
  return { node, scopes: SCOPES, expiresAt };
}

/** The caller must have every permission that a node's key has. @throws ApiError forbidden */
export async function checkNodeKey(c: Context<ApiEnv>, node: string): Promise<void> {
  await c.get("services").identity.keyRules.checkNewKey(principalOf(c), await choiceOf(c, node));
}

/** When the key of a node ends, for an answer. */
export const KeyExpiry = Instant.nullable().describe(
  "When the node's key ends: with the key that registered it; null, for never, when a person did",
);

/** @returns the key, which is shown once, and when it expires (Unix ms) */
export async function makeNodeKey(
  c: Context<ApiEnv>,
  { id, name }: { id: string; name: string },
): Promise<{ key: string; key_expires_at: number | null }> {
  const choice = await choiceOf(c, id);
  // The key is the node's: another key may have registered it, and be replaced later.
  const wanted = { userId: principalOf(c).userId, name: `node ${name}`, ...choice, madeWith: null };
  const { key } = await c.get("services").identity.apiKeys.create(wanted);
  return { key, key_expires_at: choice.expiresAt };
}

/** Revokes all keys of a node. @returns how many */
export async function revokeNodeKeys(c: Context<ApiEnv>, node: string): Promise<number> {
  const { identity } = c.get("services");
  const revoked = await identity.apiKeys.revokeOfNode(node);
  identity.forgetPrincipals();
  return revoked;
}
