import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { body } from "../auth/auth-view.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { Id, IdParam, Line, Position, recordAccessChange } from "../http/fields.ts";
import { checkParent, checkPlace, DepartmentView, departmentView } from "./department-view.ts";

const route = createRoute({
  method: "patch",
  path: "/api/v1/departments/{id}",
  tags: ["departments"],
  summary: "Rename or move a department",
  request: {
    params: IdParam,
    body: body(
      z.strictObject({
        parent_id: Id.nullable().optional(),
        name: Line.optional(),
        position: Position.optional(),
      }),
    ),
  },
  responses: { 200: answer("The department", DepartmentView), ...errors(400, 404, 409, 413, 415, 422) },
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
