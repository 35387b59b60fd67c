import { createRoute } from "@hono/zod-openapi";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";
import { IdParam } from "../http/fields.ts";
import { existingMenu, MenuView, menuView } from "./menu-view.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/menus/{id}",
  tags: ["menus"],
  summary: "Show one menu",
  request: { params: IdParam },
  responses: { 200: answer("The menu", MenuView), ...errors(404, 422) },
});

export const showMenu = operation("users:read", route, async (c) => {
  const { db } = c.get("services").people.access;
  return ok(c, menuView(await existingMenu(db, c.req.valid("param").id)));
});
