import { createRoute } from "@hono/zod-openapi";
import { existingRole, RoleView, roleView } from "../../access/role-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation } from "../../context.ts";
import { IdParam } from "../../fields.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Show one role",
  request: { params: IdParam },
  responses: { 200: answer("The role", RoleView), ...errors(404, 422) },
});

export const showRole = operation("users:read", route, async (c) => {
  const { db } = c.get("services").people.access;
  return ok(c, roleView(await existingRole(db, c.req.valid("param").id)));
});
