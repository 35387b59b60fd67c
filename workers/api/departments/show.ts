import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "showDepartment",
  method: "get",
  path: "/api/v1/departments/{id}",
  tags: ["departments"],
  summary: "Show one department",
  request: { params: IdParam },
  responses: {
    200: okResponse("The department", DepartmentView, exampleDepartment),
    ...errorResponses(404, 422),
  },
});

export const showDepartment = operation("users:read", route, async (c) => {
  const { departments } = c.get("services").identity;
  return ok(c, departmentView(await departments.get(c.req.valid("param").id)));
});
