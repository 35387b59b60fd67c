import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, recordAccessChange, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_ROLE_ID, exampleRole } from "./examples.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "deleteRole",
  method: "delete",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Delete a role: who has it loses what it grants, until it is restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted role", z.object({ role: RoleView, restore: Restore }), {
      role: { ...exampleRole, deleted_at: EXAMPLE_NOW },
      restore: restoreOf("roles", EXAMPLE_ROLE_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteRole = operation("access:write", route, async (c) => {
  const { roles, roleRules } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await roleRules.roleToChange(principalOf(c), id);
  assertNotDeleted(`role ${before.name}`, before);
  if (before.builtIn) throw new ApiError("invalid_state", "a built-in role can't be deleted");
  await roles.delete(id);
  recordAccessChange(c, { action: "role.delete", record: `role:${id}`, before: roleView(before) });
  return ok(c, { role: roleView(await roles.get(id)), restore: restoreOf("roles", id) });
});
