import { createRoute, z } from "@hono/zod-openapi";
import { assertCanGrant } from "../../iam/permissions/grant-limits.ts";
import { created, createdResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { recordAccessChange } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { EXAMPLE_MENU_ID } from "../menus/examples.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_PERMISSION_ID } from "../permissions/examples.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleFields, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "createRole",
  method: "post",
  path: "/api/v1/roles",
  tags: ["roles"],
  summary: "Create a role",
  request: {
    body: jsonBody(
      z.strictObject({
        ...roleFields,
        description: roleFields.description.default(""),
        sees_recruiters: roleFields.sees_recruiters.default(false),
      }),
      {
        name: "operator north",
        description: "Crawls of the north",
        reach: "department",
        sees_recruiters: false,
        permission_ids: [EXAMPLE_PERMISSION_ID],
        menu_ids: [EXAMPLE_MENU_ID],
      },
    ),
  },
  responses: {
    201: createdResponse("Created", RoleView, { ...exampleRole, users: 0 }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createRole = operation("access:write", route, async (c) => {
  const { roles, roleRules } = c.get("services").identity;
  const wanted = c.req.valid("json");
  const { name, description, reach, sees_recruiters, permission_ids, menu_ids } = wanted;
  const permissions = await roleRules.permissionsOf(permission_ids);
  await roleRules.checkMenus(menu_ids);
  assertCanGrant(
    principalOf(c),
    { superuser: false, reach, seesRecruiters: sees_recruiters, permissions },
    `the role ${name}`,
  );
  const role = {
    name,
    description,
    reach,
    seesRecruiters: sees_recruiters,
    permissionIds: permission_ids,
    menuIds: menu_ids,
  };
  const id = await roles.create(role);
  recordAccessChange(c, { action: "role.create", record: `role:${id}`, after: wanted });
  return created(c, roleView(await roles.get(id)));
});
