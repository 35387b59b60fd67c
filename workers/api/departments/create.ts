import { createRoute, z } from "@hono/zod-openapi";
import { created, createdResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Id, Position, recordAccessChange, SingleLineText } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { checkParent, DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "createDepartment",
  method: "post",
  path: "/api/v1/departments",
  tags: ["departments"],
  summary: "Create a department",
  request: {
    body: jsonBody(
      z.strictObject({
        parent_id: Id.nullable(),
        name: SingleLineText,
        position: Position.optional().describe("Behind the last sibling when missing"),
      }),
      { parent_id: null, name: "华北" },
    ),
  },
  responses: {
    201: createdResponse("Created", DepartmentView, { ...exampleDepartment, users: 0 }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
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
