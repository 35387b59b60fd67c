/** How much a role or a person may, and the rule that nobody hands on, or lays hands on, more than they have. */
import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { REACHES, type Reach, SCOPES, type Scope } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { permissions, rolePermissions, roles } from "../../db/access-schema.ts";
import { within } from "../../db/conditions.ts";
import { heldBy } from "./held-roles.ts";
import { may, type Principal, permissionKey } from "./principal.ts";

export interface RouteGrant {
  method: string;
  path: string;
  scope: Scope;
}

export interface Power {
  superuser: boolean;
  reach: Reach;
  seesRecruiters: boolean;
  permissions: readonly RouteGrant[];
}

const reachOf = ({ reach }: Principal): Reach => (reach.kind === "departments" ? "department" : reach.kind);

/** Is `one` wider than `other`? */
const isWider = (one: Reach, other: Reach) => REACHES.indexOf(one) < REACHES.indexOf(other);

/** A key has what it is narrowed to, whoever owns it. */
const hasEverything = ({ superuser, scopes }: Principal) =>
  superuser && (scopes === null || SCOPES.every((scope) => scopes.has(scope)));

/** What of `power` the caller lacks, in words; null when nothing. */
function excessOf(principal: Principal, power: Power): string | null {
  if (hasEverything(principal)) return null;
  if (power.superuser) return "superuser";
  if (isWider(power.reach, reachOf(principal))) return `reach ${power.reach}`;
  if (power.seesRecruiters && !principal.seesRecruiters) return "recruiters' names";
  const lacking = power.permissions.find(
    ({ method, path, scope }) => !may(principal, permissionKey(method, path), scope),
  );
  return lacking ? `${permissionKey(lacking.method, lacking.path)} (scope ${lacking.scope})` : null;
}

/**
 * @param what for the message, for example `user alice`
 * @throws ApiError forbidden
 */
export function checkPower(principal: Principal, power: Power, what: string): void {
  const excess = excessOf(principal, power);
  if (excess !== null) throw new ApiError("forbidden", `${what} has more than you: ${excess}`);
}

async function readPower(db: DrizzleD1Database, which: SQL | undefined): Promise<Power> {
  const [held, granted] = await db.batch([
    db
      .select({ reach: roles.reach, seesRecruiters: roles.seesRecruiters, superuser: roles.superuser })
      .from(roles)
      .where(which),
    db
      .selectDistinct({ method: permissions.method, path: permissions.path, scope: permissions.scope })
      .from(permissions)
      .innerJoin(rolePermissions, eq(rolePermissions.permissionId, permissions.id))
      .innerJoin(roles, eq(roles.id, rolePermissions.roleId))
      .where(which),
  ]);
  return {
    superuser: held.some(({ superuser }) => superuser),
    reach: REACHES.find((reach) => held.some((role) => role.reach === reach)) ?? "own",
    seesRecruiters: held.some(({ seesRecruiters }) => seesRecruiters),
    permissions: granted,
  };
}

/** Of these roles together, deleted ones too: restoring one gives it back. */
export const powerOfRoles = (db: DrizzleD1Database, roleIds: readonly string[]): Promise<Power> =>
  readPower(db, within(roles.id, roleIds));

export const powerOfUser = (db: DrizzleD1Database, userId: string): Promise<Power> =>
  readPower(db, and(heldBy(userId), isNull(roles.deletedAt)));
