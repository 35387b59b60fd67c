/** What roles and users are granted, and the rule: nobody may grant, or edit, a role or user with permissions they lack. */
import { and, eq, isNull, type SQL } from "drizzle-orm";
import { type BuiltInRole, type Reach, SCOPES, type Scope } from "../../../shared/contracts/access.ts";
import { REACHES } from "../../../shared/contracts/vocabulary.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { permissions, rolePermissions, roles } from "../../db/access-schema.ts";
import { inList } from "../../db/conditions.ts";
import type { Database } from "../../db/run-batch.ts";
import { heldBy } from "./held-roles.ts";
import { may, NODE_KEY_ROUTES, type Principal, permissionKey, reachOf } from "./principal.ts";

export interface RouteGrant {
  method: string;
  path: string;
  scope: Scope;
}

export interface Grants {
  superuser: boolean;
  reach: Reach;
  seesRecruiters: boolean;
  permissions: readonly RouteGrant[];
}

/** True when `one` is wider than `other`. */
const isWider = (one: Reach, other: Reach) => REACHES.indexOf(one) < REACHES.indexOf(other);

/** Whoever grants, with what they have themselves. */
type Granter = Pick<Principal, "superuser" | "permissions" | "scopes" | "reach" | "seesRecruiters">;

/** An API key is limited to its scopes, even a superuser's. */
const hasEverything = ({ superuser, scopes }: Granter) =>
  superuser && (scopes === null || SCOPES.every((scope) => scopes.has(scope)));

/** The first grant that the caller lacks, in words; null when there is none. */
function missingGrant(principal: Granter, grants: Grants): string | null {
  if (hasEverything(principal)) return null;
  if (grants.superuser) return "superuser";
  if (isWider(grants.reach, reachOf(principal))) return `reach ${grants.reach}`;
  if (grants.seesRecruiters && !principal.seesRecruiters) return "recruiters' names";
  const lacking = grants.permissions.find(
    ({ method, path, scope }) => !may(principal, permissionKey(method, path), scope),
  );
  return lacking ? `${permissionKey(lacking.method, lacking.path)} (scope ${lacking.scope})` : null;
}

/**
 * @param what for the message, for example `user alice`
 * @throws ApiError forbidden
 */
export function assertCanGrant(principal: Principal, grants: Grants, what: string): void {
  const missing = missingGrant(principal, grants);
  if (missing !== null) throw new ApiError("forbidden", `${what} has more than you: ${missing}`);
}

/**
 * Whoever gives a node a key must be allowed to, and have all that the key opens, as long as the key works.
 * @param node what the built-in node role grants
 * @param scopes of the key
 * @returns why they may not; null when they may
 */
export function nodeKeyProblem(principal: Granter, node: Grants, scopes: readonly string[]): string | null {
  if (!NODE_KEY_ROUTES.some((route) => may(principal, route, "nodes:write")))
    return "node: you may not register crawler nodes (scope nodes:write)";
  const permissions = node.permissions.filter(({ scope }) => scopes.includes(scope));
  const missing = missingGrant(principal, { ...node, permissions });
  return missing && `the node has more than you: ${missing}`;
}

async function read(db: Database, rolesWanted: SQL | undefined): Promise<Grants> {
  const [held, granted] = await db.batch([
    db
      .select({ reach: roles.reach, seesRecruiters: roles.seesRecruiters, superuser: roles.superuser })
      .from(roles)
      .where(rolesWanted),
    db
      .selectDistinct({ method: permissions.method, path: permissions.path, scope: permissions.scope })
      .from(permissions)
      .innerJoin(rolePermissions, eq(rolePermissions.permissionId, permissions.id))
      .innerJoin(roles, eq(roles.id, rolePermissions.roleId))
      .where(rolesWanted),
  ]);
  return {
    superuser: held.some(({ superuser }) => superuser),
    reach: REACHES.find((reach) => held.some((role) => role.reach === reach)) ?? "own",
    seesRecruiters: held.some(({ seesRecruiters }) => seesRecruiters),
    permissions: granted,
  };
}

export interface GrantStore {
  /** The grants of these roles together, deleted roles included: a restored role gets its grants back. */
  grantsOfRoles(roleIds: readonly string[]): Promise<Grants>;
  grantsOfBuiltInRole(name: BuiltInRole): Promise<Grants>;
  /** The grants of the user's roles, deleted roles excluded. */
  grantsOfUser(userId: string): Promise<Grants>;
}

export const createGrantStore = (db: Database): GrantStore => ({
  grantsOfRoles: (roleIds) => read(db, inList(roles.id, roleIds)),
  grantsOfBuiltInRole: (name) => read(db, and(eq(roles.name, name), eq(roles.builtIn, true))),
  grantsOfUser: (userId) => read(db, and(heldBy(userId), isNull(roles.deletedAt))),
});
