/** Finds the principal of a request by its credential. */
import { ApiError } from "../../../shared/errors/codes.ts";
import { API_KEY_PREFIX } from "../api-keys/api-key.ts";
import type { ApiKeyStore } from "../api-keys/api-key-store.ts";
import type { PermissionService } from "../permissions/permission-service.ts";
import type { Principal } from "../permissions/principal.ts";
import type { PrincipalCache } from "../permissions/principal-cache.ts";
import type { PrincipalStore } from "../permissions/principal-store.ts";
import type { BetterAuth } from "./better-auth.ts";

export interface Credential {
  kind: "bearer" | "cookie";
  value: string;
}

/** @returns the principal of the credential; null for an unknown one @throws ApiError unauthorized for a revoked or expired key */
export type Identify = (credential: Credential) => Promise<Principal | null>;

/** `last_used_at` is written at most once in this time, so that not every request writes to D1. */
const USED_EVERY_MS = 60_000;

/** The user name, followed by the key's or node's name when a program calls. */
const labelOf = (username: string, key: { name: string; node: string | null } | null) =>
  key ? `${username} (${key.node ? `node ${key.node}` : `key ${key.name}`})` : username;

export interface IdentifyParts {
  auth(): Promise<BetterAuth>;
  apiKeys: ApiKeyStore;
  principals: PrincipalStore;
  permissions: Pick<PermissionService, "ensureSynced">;
  cookieName: string;
  cache: PrincipalCache;
  /** Unix ms. */
  now(): number;
  inBackground(work: Promise<unknown>): void;
}

export function createIdentify({
  auth,
  apiKeys,
  principals,
  permissions,
  cookieName,
  cache,
  now,
  inBackground,
}: IdentifyParts): Identify {
  async function byKey(value: string) {
    const key = await apiKeys.findByKey(value);
    if (!key) return null;
    if (key.revokedAt !== null) throw new ApiError("unauthorized", "the API key was revoked");
    if (key.expiresAt !== null && key.expiresAt <= now()) {
      throw new ApiError("unauthorized", `the API key expired on ${new Date(key.expiresAt).toISOString()}`);
    }
    const found = await (key.node === null
      ? principals.find(key.userId)
      : principals.findNode(key.userId, key.scopes));
    if (found === null) throw new ApiError("unauthorized", "the owner of the API key is disabled or deleted");
    if (found === "no longer") {
      throw new ApiError(
        "unauthorized",
        "the owner of this node's key may no longer run crawler nodes; somebody who may gives it a new key: POST /api/v1/nodes/{id}/key",
      );
    }
    const before = now() - USED_EVERY_MS;
    if ((key.lastUsedAt ?? 0) < before) inBackground(apiKeys.markUsed(key.id, before));
    const principal: Principal = {
      ...found,
      // A key never signs in, so its owner's pending password change does not block it: who resets a password ends
      // the keys with it, or leaves them on purpose.
      mustChangePassword: false,
      label: labelOf(found.username, key),
      scopes: new Set(key.scopes),
      sessionId: null,
      keyId: key.id,
      node: key.node,
    };
    return { principal, expiresAt: key.expiresAt };
  }

  async function bySession({ kind, value }: Credential) {
    // Pass on this credential only, so that another one in the request can't take its place.
    const headers = new Headers(
      kind === "bearer" ? { authorization: `Bearer ${value}` } : { cookie: `${cookieName}=${value}` },
    );
    const signedIn = await (await auth()).api.getSession({ headers });
    if (!signedIn) return null;
    const found = await principals.find(signedIn.session.userId);
    if (!found) return null;
    const principal: Principal = {
      ...found,
      label: labelOf(found.username, null),
      scopes: null,
      sessionId: signedIn.session.id,
      keyId: null,
      node: null,
    };
    return { principal, expiresAt: signedIn.session.expiresAt.getTime() };
  }

  return (credential) =>
    cache.load(`${credential.kind} ${credential.value}`, now(), async () => {
      await permissions.ensureSynced();
      return credential.kind === "bearer" && credential.value.startsWith(API_KEY_PREFIX)
        ? byKey(credential.value)
        : bySession(credential);
    });
}
