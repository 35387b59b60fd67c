import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Flag } from "../http/fields.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { DepartmentView, departmentView } from "./department-view.ts";
import { exampleDepartment } from "./examples.ts";

const route = createRoute({
  operationId: "listDepartments",
  method: "get",
  path: "/api/v1/departments",
  tags: ["departments"],
  summary: "List the tree of departments, in its order",
  request: { query: z.strictObject({ include_deleted: Flag, ...wholeListParams }) },
  responses: {
    200: okResponse("A page of the departments", pageOf(DepartmentView), {
      items: [exampleDepartment],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("departments", ({ id }: { id: string }) => id);

export const listDepartments = operation("users:read", route, async (c) => {
  const { departments } = c.get("services").identity;
  const { include_deleted, ...query } = c.req.valid("query");
  const { items, next_cursor } = list.page(await departments.list(include_deleted === "true"), query);
  return ok(c, { items: items.map(departmentView), next_cursor });
});
