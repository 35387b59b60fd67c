import { createRoute, z } from "@hono/zod-openapi";
import { assertNotDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, Restore, recordAccessChange, restoreOf } from "../http/fields.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { checkPlace, DepartmentView, departmentView } from "./department-view.ts";
import { EXAMPLE_DEPARTMENT_ID, exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "deleteDepartment",
  method: "delete",
  path: "/api/v1/departments/{id}",
  tags: ["departments"],
  summary: "Delete a department that has no users and none below it; can be restored",
  request: { params: IdParam },
  responses: {
    200: okResponse("The deleted department", z.object({ department: DepartmentView, restore: Restore }), {
      department: { ...exampleDepartment, users: 0, deleted_at: EXAMPLE_NOW },
      restore: restoreOf("departments", EXAMPLE_DEPARTMENT_ID),
    }),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const deleteDepartment = operation("users:write", route, async (c) => {
  const { departments } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await departments.get(id);
  assertNotDeleted(`department ${before.name}`, before);
  checkPlace(principalOf(c), id);
  await departments.delete(id);
  const department = departmentView(await departments.get(id));
  recordAccessChange(c, {
    action: "department.delete",
    record: `department:${id}`,
    before: departmentView(before),
  });
  return ok(c, { department, restore: restoreOf("departments", id) });
});
