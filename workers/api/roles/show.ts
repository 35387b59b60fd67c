import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Show one role",
  request: { params: IdParam },
  responses: { 200: answer("The role", RoleView), ...errors(404, 422) },
});

export const showRole = operation("users:read", route, async (c) => {
  const { roles } = c.get("services").identity;
  return ok(c, roleView(await roles.get(c.req.valid("param").id)));
});
