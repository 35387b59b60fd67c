import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { assertDeleted } from "../../../shared/errors/validation.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam, recordAccessChange } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { checkPlace, DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "restoreDepartment",
  method: "post",
  path: "/api/v1/departments/{id}/restore",
  tags: ["departments"],
  summary: "Bring a deleted department back to its place",
  request: { params: IdParam },
  responses: {
    200: okResponse("The department", DepartmentView, exampleDepartment),
    ...errorResponses(404, 409, 413, 422),
  },
});

export const restoreDepartment = operation("users:write", route, async (c) => {
  const { departments } = c.get("services").identity;
  const { id } = c.req.valid("param");
  const before = await departments.get(id);
  checkPlace(principalOf(c), before.parentId);
  assertDeleted(`department ${before.name}`, before);
  const parent = before.parentId === null ? null : await departments.find(before.parentId);
  if (parent && parent.deletedAt !== null) {
    throw new ApiError("conflict", `department ${parent.name} above it is deleted; restore that first`);
  }
  await departments.restore(id);
  const after = departmentView(await departments.get(id));
  recordAccessChange(c, { action: "department.restore", record: `department:${id}`, after });
  return ok(c, after);
});
