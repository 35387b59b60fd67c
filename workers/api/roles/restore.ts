import { createRoute } from "@hono/zod-openapi";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "restoreRole",
  method: "post",
  path: "/api/v1/roles/{id}/restore",
  tags: ["roles"],
  summary: "Bring a deleted role back, to those who had it too",
  request: { params: IdParam },
  responses: { 200: okResponse("The role", RoleView, exampleRole), ...errorResponses(404, 409, 413, 422) },
});

export const restoreRole = operation("access:write", route, async (c) => {
  const { roles, roleRules } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await roleRules.roleToChange(principalOf(c), id);
  assertDeleted(`role ${before.name}`, before);
  await roles.restore(id);
  const after = roleView(await roles.get(id));
  recordAccessChange(c, { action: "role.restore", record: `role:${id}`, after });
  return ok(c, after);
});
