/** Which roles a caller may change, and what a role may be given. */
import { sql } from "drizzle-orm";
import { ApiError } from "../../../shared/errors/codes.ts";
import { checkFound } from "../../../shared/errors/validation.ts";
import { menus, permissions } from "../../db/access-schema.ts";
import { inList } from "../../db/conditions.ts";
import type { Database } from "../../db/run-batch.ts";
import { assertCanGrant, type GrantStore, type RouteGrant } from "../permissions/grant-limits.ts";
import type { Principal } from "../permissions/principal.ts";
import type { RoleRecord, RoleStore } from "./role-store.ts";

export interface RoleRules {
  /** @throws ApiError not_found; forbidden for a role that has more than the caller; invalid_state for the superuser role */
  roleToChange(principal: Principal, id: string): Promise<RoleRecord>;
  /** @throws ApiError validation_failed for an id of no permission */
  permissionsOf(ids: readonly string[]): Promise<RouteGrant[]>;
  /** @throws ApiError validation_failed for an id of no menu, or of a deleted one */
  checkMenus(ids: readonly string[]): Promise<void>;
}

export function createRoleRules(
  db: Database,
  { roles, grants }: { roles: RoleStore; grants: GrantStore },
): RoleRules {
  return {
    async roleToChange(principal, id) {
      const role = await roles.get(id);
      assertCanGrant(principal, await grants.grantsOfRoles([id]), `role ${role.name}`);
      if (role.superuser) throw new ApiError("invalid_state", "the superuser role can't be changed");
      return role;
    },
    async permissionsOf(ids) {
      const found = await db.select().from(permissions).where(inList(permissions.id, ids));
      checkFound("permission_ids", ids, found, "permission");
      return found;
    },
    async checkMenus(ids) {
      const found = await db
        .select({ id: menus.id })
        .from(menus)
        .where(sql`${inList(menus.id, ids)} and ${menus.deletedAt} is null`);
      checkFound("menu_ids", ids, found, "menu");
    },
  };
}
