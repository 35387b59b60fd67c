import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { DepartmentView, departmentView, existingDepartment } from "./department-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/departments/{id}",
  tags: ["departments"],
  summary: "Show one department",
  request: { params: IdParam },
  responses: { 200: answer("The department", DepartmentView), ...errors(404, 422) },
});

export const showDepartment = operation("users:read", route, async (c) => {
  const { db } = c.get("services").people.access;
  return ok(c, departmentView(await existingDepartment(db, c.req.valid("param").id)));
});
