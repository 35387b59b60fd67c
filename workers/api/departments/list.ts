import { createRoute, z } from "@hono/zod-openapi";
import { listDepartmentRows } from "../../iam/directory/department-store.ts";
import { answer, errors, ok, pageOf } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { Flag } from "../http/fields.ts";
import { DepartmentView, departmentView } from "./department-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/departments",
  tags: ["departments"],
  summary: "List the tree of departments, in its order",
  request: { query: z.strictObject({ include_deleted: Flag }) },
  responses: { 200: answer("All departments", pageOf(DepartmentView)), ...errors(422) },
});

export const listDepartments = operation("users:read", route, async (c) => {
  const { db } = c.get("services").people.access;
  const rows = await listDepartmentRows(db, c.req.valid("query").include_deleted === "true");
  return ok(c, { items: rows.map(departmentView), next_cursor: null });
});
