import { createRoute } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { operation } from "../operation.ts";
import { exampleMenu } from "./examples.ts";
import { MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  operationId: "showMenu",
  method: "get",
  path: "/api/v1/menus/{id}",
  tags: ["menus"],
  summary: "Show one menu",
  request: { params: IdParam },
  responses: { 200: okResponse("The menu", MenuView, exampleMenu), ...errorResponses(404, 422) },
});

export const showMenu = operation("users:read", route, async (c) => {
  const { menus } = c.get("services").identity;
  return ok(c, menuView(await menus.get(c.req.valid("param").id)));
});
