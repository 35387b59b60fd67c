/** Which API keys a caller may create and revoke. */
import { inReach, type Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { assertCanGrant, type GrantStore, nodeKeyProblem } from "../permissions/grant-limits.ts";
import type { PermissionStore } from "../permissions/permission-store.ts";
import { may, type Principal, permissionKey } from "../permissions/principal.ts";
import type { ApiKeyRecord, ApiKeyStore, NewApiKey } from "./api-key-store.ts";

export interface KeyRules {
  /**
   * A person's key has its owner's permissions, limited to its scopes; each scope must open something to the caller.
   * A node's key has the node role's permissions, and the caller must have those too, and may register nodes. A key
   * can't create one that expires later than itself.
   * @throws ApiError forbidden; validation_failed
   */
  checkNewKey(principal: Principal, wanted: Pick<NewApiKey, "node" | "scopes" | "expiresAt">): Promise<void>;
  /**
   * When a new key ends that the caller names no time for: with the key they use, so that none outlives it.
   * @returns Unix ms; null for never
   */
  latestExpiry(principal: Principal): Promise<number | null>;
  /**
   * @param seesOthers true when the caller may see other users' keys
   * @throws ApiError not_found for a key the caller may not see; forbidden for one of a user with more permissions
   */
  keyToRevoke(principal: Principal, id: string, seesOthers: boolean): Promise<ApiKeyRecord>;
}

export function createKeyRules({
  keys,
  permissions,
  grants,
}: {
  keys: ApiKeyStore;
  permissions: PermissionStore;
  grants: GrantStore;
}): KeyRules {
  async function latestExpiry({ keyId }: Principal): Promise<number | null> {
    const key = keyId === null ? null : await keys.find(keyId);
    return key?.expiresAt ?? null;
  }

  return {
    latestExpiry,
    async checkNewKey(principal, { node, scopes, expiresAt }) {
      const routes = await permissions.list();
      const opened = new Set(
        routes.flatMap(({ method, path, scope }) =>
          may(principal, permissionKey(method, path), scope) ? [scope] : [],
        ),
      );
      const has = (scope: Scope) =>
        opened.has(scope) || (principal.superuser && (principal.scopes?.has(scope) ?? true));
      const lacking = scopes.find((scope) => !has(scope));
      if (lacking) throw new ApiError("forbidden", `scopes: you do not have ${lacking} yourself`);
      if (node !== null) {
        const problem = nodeKeyProblem(principal, await grants.grantsOfBuiltInRole("node"), scopes);
        if (problem !== null) throw new ApiError("forbidden", problem);
      }
      const latest = await latestExpiry(principal);
      if (latest !== null && (expiresAt === null || expiresAt > latest)) {
        throw fieldError("expires_at", "is later than that of the key you use");
      }
    },
    async keyToRevoke(principal, id, seesOthers) {
      const key = await keys.find(id);
      const isOwn = key?.userId === principal.userId;
      const visible =
        key &&
        (isOwn ||
          (seesOthers &&
            inReach(principal.reach, { ownerId: key.userId, departmentId: key.user.departmentId })));
      if (!visible) throw new ApiError("not_found", `no API key ${id}`);
      if (!isOwn)
        assertCanGrant(principal, await grants.grantsOfUser(key.userId), `user ${key.user.username}`);
      return key;
    },
  };
}
