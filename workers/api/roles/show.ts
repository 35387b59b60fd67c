import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingRole, RoleView, roleView } from "./role-view.ts";

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
