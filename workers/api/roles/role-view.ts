import { z } from "@hono/zod-openapi";
import { Reach } from "../../../shared/contracts/access.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Database } from "../../db/one-batch.ts";
import { findRole, type RoleRow } from "../../iam/directory/role-store.ts";
import { checkPower, powerOfRoles } from "../../iam/permissions/grant-limits.ts";
import type { Principal } from "../../iam/permissions/principal.ts";
import { Ids, lifetime, lifetimeOf } from "../http/fields.ts";

export const RoleView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  reach: Reach,
  sees_recruiters: z.boolean(),
  superuser: z.boolean().describe("Has every permission, without any being listed"),
  built_in: z.boolean(),
  permission_ids: z.array(z.uuid()),
  menu_ids: z.array(z.uuid()),
  users: z.number().int().describe("How many living users have it"),
  ...lifetime,
});

export const roleView = (role: RoleRow): z.infer<typeof RoleView> => ({
  id: role.id,
  name: role.name,
  description: role.description,
  reach: role.reach,
  sees_recruiters: role.seesRecruiters,
  superuser: role.superuser,
  built_in: role.builtIn,
  permission_ids: role.permissionIds,
  menu_ids: role.menuIds,
  users: role.users,
  ...lifetimeOf(role),
});

const RoleName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u,
    "is not 1 to 40 letters, digits, spaces, . _ - beginning with a letter or digit",
  );

export const roleFields = {
  name: RoleName,
  description: z.string().trim().max(500),
  reach: Reach.describe("Whose records its holders see"),
  sees_recruiters: z.boolean().describe("Recruiters' names are masked without it"),
  permission_ids: Ids,
  menu_ids: Ids,
};

/** @throws ApiError not_found */
export async function existingRole(db: Database, id: string): Promise<RoleRow> {
  const role = await findRole(db, id);
  if (!role) throw new ApiError("not_found", `no role ${id}`);
  return role;
}

/** @throws ApiError not_found; forbidden for one that has more than the caller; invalid_state for the superuser role */
export async function roleToChange(db: Database, principal: Principal, id: string): Promise<RoleRow> {
  const role = await existingRole(db, id);
  checkPower(principal, await powerOfRoles(db, [id]), `role ${role.name}`);
  if (role.superuser) throw new ApiError("invalid_state", "the superuser role can't be changed");
  return role;
}
