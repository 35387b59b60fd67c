import { createRoute } from "@hono/zod-openapi";
import { setRoleDeleted } from "../../iam/directory/role-store.ts";
import { checkDeleted } from "../../iam/problem.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { accessChanged, IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRole } from "./examples.ts";
import { existingRole, RoleView, roleToChange, roleView } from "./role-view.ts";

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
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { id } = c.req.valid("param");
  const before = await roleToChange(db, principalOf(c), id);
  checkDeleted(`role ${before.name}`, before);
  await setRoleDeleted(db, id, null, clock.now());
  const after = roleView(await existingRole(db, id));
  accessChanged(c, { action: "role.restore", record: `role:${id}`, after });
  return ok(c, after);
});
