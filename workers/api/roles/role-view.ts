import { z } from "@hono/zod-openapi";
import { Reach } from "../../../shared/contracts/access.ts";
import type { RoleRecord } from "../../iam/directory/role-store.ts";
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

export const roleView = (role: RoleRecord): z.infer<typeof RoleView> => ({
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
