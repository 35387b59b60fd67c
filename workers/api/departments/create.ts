import { createRoute, z } from "@hono/zod-openapi";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { Id, Line, Position, recordAccessChange } from "../http/fields.ts";
import { checkParent, DepartmentView, departmentView } from "./department-view.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/departments",
  tags: ["departments"],
  summary: "Create a department",
  request: {
    body: body(
      z.strictObject({
        parent_id: Id.nullable(),
        name: Line,
        position: Position.optional().describe("Behind the last sibling when missing"),
      }),
    ),
  },
  responses: { 201: answer("Created", DepartmentView), ...errors(400, 409, 413, 415, 422) },
});

export const createDepartment = operation("users:write", route, async (c) => {
  const { departments } = c.get("services").identity;
  const { parent_id: parentId, name, position } = c.req.valid("json");
  await checkParent(departments, principalOf(c), parentId);
  const id = await departments.create({ parentId, name, position });
  const after = departmentView(await departments.get(id));
  recordAccessChange(c, { action: "department.create", record: `department:${id}`, after });
  return created(c, after);
});
