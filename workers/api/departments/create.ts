import { createRoute, z } from "@hono/zod-openapi";
import { insertDepartment } from "../../iam/directory/department-store.ts";
import { body } from "../auth/auth-view.ts";
import { answer, created, errors } from "../http/answers.ts";
import { operation, principalOf } from "../http/context.ts";
import { accessChanged, Id, Line, Position } from "../http/fields.ts";
import { checkParent, DepartmentView, departmentView, existingDepartment } from "./department-view.ts";

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
  const { people, clock } = c.get("services");
  const { db } = people.access;
  const { parent_id: parentId, name, position } = c.req.valid("json");
  await checkParent(db, principalOf(c), parentId);
  const id = await insertDepartment(db, { parentId, name, position }, clock.now());
  const after = departmentView(await existingDepartment(db, id));
  accessChanged(c, { action: "department.create", record: `department:${id}`, after });
  return created(c, after);
});
