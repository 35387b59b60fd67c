import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { assertCanGrant } from "../../iam/permissions/grant-limits.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_PERMISSION_ID } from "../permissions/examples.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleFields, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "updateRole",
  method: "patch",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Change a role; a built-in one keeps its name, the superuser role is fixed",
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject(roleFields).partial(), {
      reach: "own",
      permission_ids: [EXAMPLE_PERMISSION_ID],
    }),
  },
  responses: {
    200: okResponse("The role", RoleView, { ...exampleRole, reach: "own" }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateRole = operation("access:write", route, async (c) => {
  const { roles, roleRules } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { name, description, reach, sees_recruiters, permission_ids, menu_ids } = c.req.valid("json");
  const before = await roleRules.roleToChange(principal, id);
  assertNotDeleted(`role ${before.name}`, before);
  if (before.builtIn && name !== undefined && name !== before.name) {
    throw new ApiError("invalid_state", "a built-in role keeps its name");
  }
  assertCanGrant(
    principal,
    {
      superuser: false,
      reach: reach ?? before.reach,
      seesRecruiters: sees_recruiters ?? before.seesRecruiters,
      permissions: await roleRules.permissionsOf(permission_ids ?? []),
    },
    `the role ${before.name} as you want it`,
  );
  if (menu_ids) await roleRules.checkMenus(menu_ids);
  const change = {
    name,
    description,
    reach,
    seesRecruiters: sees_recruiters,
    permissionIds: permission_ids,
    menuIds: menu_ids,
  };
  await roles.update(id, change);
  const after = roleView(await roles.get(id));
  recordAccessChange(c, { action: "role.update", record: `role:${id}`, before: roleView(before), after });
  return ok(c, after);
});
