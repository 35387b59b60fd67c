/** Which API keys a caller may make and revoke. */
import { and, eq } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { inReach, type Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { roles } from "../../db/access-schema.ts";
import { checkPower, powerOfRoles, powerOfUser } from "../permissions/grant-limits.ts";
import { listPermissionRows } from "../permissions/permission-store.ts";
import { may, type Principal, permissionKey } from "../permissions/principal.ts";
import { fieldError } from "../problem.ts";
import { type ApiKeyRecord, findApiKey } from "./api-key-store.ts";

/**
 * A person's key has what its owner has, narrowed to its scopes: each must open something to the caller. A node's
 * key has what the node role has: the caller must have that too. A key makes none that outlives it.
 * @throws ApiError forbidden; validation_failed
 */
export async function checkKeyChoice(
  db: DrizzleD1Database,
  principal: Principal,
  { node, scopes, expiresAt }: { node: string | null; scopes: readonly Scope[]; expiresAt: number | null },
): Promise<void> {
  const routes = await listPermissionRows(db);
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
    const [role] = await db
      .select({ id: roles.id })
      .from(roles)
      .where(and(eq(roles.name, "node"), eq(roles.builtIn, true)));
    const power = await powerOfRoles(db, role ? [role.id] : []);
    const permissions = power.permissions.filter(({ scope }) => scopes.includes(scope));
    checkPower(principal, { ...power, permissions }, "the node");
  }
  const own = principal.keyId === null ? null : await findApiKey(db, principal.keyId);
  if (own && own.expiresAt !== null && (expiresAt === null || expiresAt > own.expiresAt)) {
    throw fieldError("expires_at", "is later than that of the key you use");
  }
}

/**
 * @param seesOthers may the caller know of keys that are not their own?
 * @throws ApiError not_found for one the caller may not know of; forbidden for one of a user who may more
 */
export async function keyToRevoke(
  db: DrizzleD1Database,
  principal: Principal,
  id: string,
  seesOthers: boolean,
): Promise<ApiKeyRecord> {
  const key = await findApiKey(db, id);
  const isOwn = key?.userId === principal.userId;
  const visible =
    key &&
    (isOwn ||
      (seesOthers && inReach(principal.reach, { ownerId: key.userId, departmentId: key.user.departmentId })));
  if (!visible) throw new ApiError("not_found", `no API key ${id}`);
  if (!isOwn) checkPower(principal, await powerOfUser(db, key.userId), `user ${key.user.username}`);
  return key;
}
