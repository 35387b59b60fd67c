import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleRole } from "./examples.ts";
import { RoleView, roleView } from "./role-view.ts";

const route = createRoute({
  operationId: "showRole",
  method: "get",
  path: "/api/v1/roles/{id}",
  tags: ["roles"],
  summary: "Show one role",
  request: { params: IdParam },
  responses: { 200: okResponse("The role", RoleView, exampleRole), ...errorResponses(404, 422) },
});

export const showRole = operation("users:read", route, async (c) => {
  const { roles } = c.get("services").identity;
  return ok(c, roleView(await roles.get(c.req.valid("param").id)));
});
