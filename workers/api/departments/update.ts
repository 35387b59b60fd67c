import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, IdParam, Position, recordAccessChange, SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { checkParent, checkPlace, DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "updateDepartment",
  method: "patch",
  path: "/api/v1/departments/{id}",
  tags: ["departments"],
  summary: "Rename or move a department",
  request: {
    params: IdParam,
    body: jsonBody(
      z.strictObject({
        parent_id: Id.nullable().optional(),
        name: SingleLineText.optional(),
        position: Position.optional(),
      }),
      { name: "北方" },
    ),
  },
  responses: {
    200: okResponse("The department", DepartmentView, { ...exampleDepartment, name: "北方" }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateDepartment = operation("users:write", route, async (c) => {
  const { departments } = c.get("services").identity;
  const principal = principalOf(c);
  const { id } = c.req.valid("param");
  const { parent_id: parentId, name, position } = c.req.valid("json");
  const before = await departments.get(id);
  checkPlace(principal, id);
  assertNotDeleted(`department ${before.name}`, before);
  if (parentId !== undefined && parentId !== before.parentId)
    await checkParent(departments, principal, parentId);
  await departments.update(id, { parentId, name, position });
  const after = departmentView(await departments.get(id));
  recordAccessChange(c, {
    action: "department.update",
    record: `department:${id}`,
    before: departmentView(before),
    after,
  });
  return ok(c, after);
});
