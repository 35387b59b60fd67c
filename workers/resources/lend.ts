/** Leases a resource to a node. Only here a decrypted secret leaves the Worker, and only for the node's own key. */

import type { Platform } from "../../shared/contracts/platform.ts";
import type { Granted, ProxySpec, ResourcePoolApi, TokenSpec } from "../../shared/contracts/resource-pool.ts";
import type { ResourceKind, ResourceLeaseAnswer } from "../../shared/contracts/resources.ts";
import type { Logger } from "../../shared/log.ts";
import { type Vault, VaultError } from "../vault/vault.ts";
import { openCredentials } from "./secrets.ts";

interface Lender {
  pool(kind: ResourceKind): ResourcePoolApi;
  vault: Vault;
  logger: Logger;
}

/** Resources with a damaged secret that one request skips; after that the node asks again. */
const MAX_ATTEMPTS = 5;

export async function lend(
  { pool, vault, logger }: Lender,
  node: string,
  wanted: { kind: ResourceKind; platform: Platform; ttlMs: number },
): Promise<ResourceLeaseAnswer> {
  const { kind, platform, ttlMs } = wanted;
  const resources = pool(kind);
  for (let left = MAX_ATTEMPTS; left > 0; left--) {
    const answer = await resources.lease(node, platform, ttlMs);
    if (!answer.granted) return { resource: null, wait_ms: answer.wait_ms, reason: answer.reason };
    const { granted } = answer;
    try {
      return { resource: await opened(vault, kind, granted), wait_ms: 0, reason: null };
    } catch (error) {
      if (!(error instanceof VaultError)) {
        // The vault lacks a key, so another resource would fail too.
        await resources.release(node, [granted]);
        throw error;
      }
      logger.error("a stored secret can't be read", { kind, id: granted.id, error });
      await resources.note(granted.id, {
        outcome: "blocked",
        requests: 0,
        error: "its stored secret can't be read",
      });
    }
  }
  return { resource: null, wait_ms: 1000, reason: "quarantined" };
}

async function opened(vault: Vault, kind: ResourceKind, granted: Granted) {
  const { id, fence, until, budget_left: budgetLeft, spec, sealed } = granted;
  const lease = { id, fence, until, budget_left: budgetLeft };
  if (kind === "proxy") {
    const credentials = await openCredentials(vault, id, sealed);
    const { username = null, password = null } = credentials ?? {};
    return { kind, ...lease, ...(spec as ProxySpec), username, password };
  }
  const { sent_as: sentAs, header_name: headerName } = spec as TokenSpec;
  const value = await vault.open("token", id, sealed ?? "");
  return { kind, ...lease, sent_as: sentAs, header_name: headerName, value };
}
