import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "listDepartments",
  method: "get",
  path: "/api/v1/departments",
  tags: ["departments"],
  summary: "List the tree of departments, in its order",
  request: { query: z.strictObject({ include_deleted: Flag }) },
  responses: {
    200: okResponse("All departments", pageOf(DepartmentView), {
      items: [exampleDepartment],
      next_cursor: null,
    }),
    ...errorResponses(422),
  },
});

export const listDepartments = operation("users:read", route, async (c) => {
  const { departments } = c.get("services").identity;
  const rows = await departments.list(c.req.valid("query").include_deleted === "true");
  return ok(c, { items: rows.map(departmentView), next_cursor: null });
});
