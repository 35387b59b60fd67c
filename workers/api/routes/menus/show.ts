import { createRoute } from "@hono/zod-openapi";
import { existingMenu, MenuView, menuView } from "../../access/menu-view.ts";
import { answer, errors, ok } from "../../answers.ts";
import { operation } from "../../context.ts";
import { IdParam } from "../../fields.ts";

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
